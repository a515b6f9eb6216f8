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

it('answers at once what reads at once, and only that', async () => {
  const store = createMemoryStore(contents)
  const look = () => store.transaction('w', (state) => state.getAtOnce(users, 'a'))
  // The world has to be made before.
  expect(look()).toBeInstanceOf(Promise)
  await store.open('w')
  expect(look()).toMatchObject({ id: 'a' })
  const failing = store.transaction('w', (): undefined => {
    throw new TypeError('thrown at once')
  })
  await expect(failing).rejects.toThrow('thrown at once')
})

it('shares the records of worlds made from the same object', async () => {
  const shared = await contents()
  const store = createMemoryStore(() => shared)
  const [one, two] = await Promise.all(
    ['one', 'two'].map((name) => store.transaction(name, (state) => state.get(users, 'a'))),
  )
  expect(one).toBe(two)
})
