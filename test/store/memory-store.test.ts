import { createMemoryStore } from '../../src/store/memory-store.js'
import { describePlaceModel } from './place-model.js'
import { describePlaces } from './place-suite.js'
import { contents, describeStore, type OpenStore, users } from './store-suite.js'
import { describeModel } from './store-model.js'

const open: OpenStore = async (...given) => createMemoryStore(...given)
describeStore('the memory store', open)
describePlaces('the memory store', open)
describePlaceModel('the memory store', open, 150)
describeModel('the memory store', open, 500)

it('shares the records of worlds made from the same object', async () => {
  const shared = await contents()
  const store = createMemoryStore(() => shared)
  const [one, two] = await Promise.all(
    ['one', 'two'].map((name) => store.transaction(name, (state) => state.get(users, 'a'))),
  )
  expect(one).toBe(two)
})
