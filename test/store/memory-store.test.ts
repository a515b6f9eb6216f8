import { createMemoryStore } from '../../src/store/memory-store.js'
import { contents, describeStore, users } from './store-suite.js'
import { describeModel } from './store-model.js'

describeStore('the memory store', async (initial) => createMemoryStore(initial))
describeModel('the memory store', async (initial) => createMemoryStore(initial), 500)

it('shares the records of worlds made from the same object', async () => {
  const shared = await contents()
  const store = createMemoryStore(() => shared)
  const [one, two] = await Promise.all(
    ['one', 'two'].map((name) => store.transaction(name, (state) => state.get(users, 'a'))),
  )
  expect(one).toBe(two)
})
