import fc from 'fast-check'
import { firstImage, type Store, type WorldPlace } from '../../src/store/store.js'
import { contents, type OpenStore, others, user, users } from './store-suite.js'

const worlds = fc.constantFrom('x', 'y')
const images = fc.constantFrom('i', firstImage)
const places: fc.Arbitrary<WorldPlace> = fc.oneof(
  fc.record({ world: worlds }),
  fc.record({ world: worlds, image: images }),
)
const steps = fc.constantFrom(0, 0, 1, 3, 9)
const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('add' as const), world: worlds }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reset' as const), world: worlds }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('copy' as const), from: places, to: places }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('replace' as const), to: places }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), place: places }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read' as const), place: places }) },
)
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never
/** Clients, each of which acts one after the other and pauses before. */
const clients = fc.array(fc.array(fc.tuple(steps, action), { minLength: 1, maxLength: 3 }), {
  minLength: 2,
  maxLength: 3,
})

/** The plain model: ids of each place, by world and image; one action after the other. */
type Model = ReadonlyMap<string, string>

const nameOf = ({ world, image = '' }: WorldPlace) => `${world}/${image}`
const fresh = (model: Model, world: string) => model.get(`${world}/${firstImage}`) ?? 'a,b'
const exists = (model: Model, world: string) =>
  [...model.keys()].some((name) => name.startsWith(`${world}/`))
/** With this world in memory. */
const opened = (model: Model, world: string): Model =>
  model.has(`${world}/`) ? model : new Map(model).set(`${world}/`, fresh(model, world))
/** What is at a place, and the model after somebody looked. */
const seen = (model: Model, place: WorldPlace): [Model, string | undefined] => {
  const isThere = place.image === undefined && exists(model, place.world)
  const after = isThere ? opened(model, place.world) : model
  return [after, after.get(nameOf(place))]
}

/** What an action makes of the model, and what its caller is told. The id of what it adds is its own. */
function expected(model: Model, one: Action, id: string): [Model, unknown] {
  if (one.do === 'add') {
    const open = opened(model, one.world)
    const before = open.get(`${one.world}/`) ?? ''
    return [new Map(open).set(`${one.world}/`, `${before},${id}`), before]
  }
  if (one.do === 'reset')
    return [new Map(model).set(`${one.world}/`, fresh(model, one.world)), undefined]
  if (one.do === 'replace') return [new Map(model).set(nameOf(one.to), id), undefined]
  if (one.do === 'read') return seen(model, one.place)
  if (one.do === 'copy') {
    const [after, ids] = seen(model, one.from)
    return ids === undefined
      ? [after, 'unknown']
      : [new Map(after).set(nameOf(one.to), ids), undefined]
  }
  const { world, image } = one.place
  if (image === undefined) {
    const rest = [...model].filter(([name]) => !name.startsWith(`${world}/`))
    return [new Map(rest), rest.length < model.size]
  }
  const rest = new Map(model)
  return [rest, rest.delete(nameOf(one.place))]
}

const idsAt = async (store: Store, place: WorldPlace) => {
  const held = await store.contents(place)
  return held && Object.keys(held.collections['users'] ?? {}).join()
}

async function act(store: Store, one: Action, id: string): Promise<unknown> {
  if (one.do === 'add') {
    return store.transaction(one.world, async (state) => {
      const before = (await state.list(users)).map((record) => record.id)
      await others(3)
      state.put(users, user(id))
      return before.join()
    })
  }
  if (one.do === 'reset') return store.transaction(one.world, async (state) => state.reset())
  if (one.do === 'replace') {
    return store.replace(one.to, { collections: { users: { [id]: user(id) } } })
  }
  if (one.do === 'read') return idsAt(store, one.place)
  if (one.do === 'remove') return store.remove(one.place)
  return store.copy(one.from, one.to).catch((error: unknown) => {
    expect(error).toMatchObject({ status: 404 })
    return 'unknown'
  })
}

/** An action that was taken: when it began and ended, and what its caller was told. */
interface Taken {
  readonly one: Action
  readonly id: string
  readonly begin: number
  readonly end: number
  readonly told: unknown
}

async function takeAll(store: Store, all: readonly (readonly [number, Action][])[]) {
  const taken: Taken[] = []
  let now = 0
  await Promise.all(
    all.map(async (actions, client) => {
      for (const [index, [pause, one]] of actions.entries()) {
        await others(pause)
        const id = `n${client}${index}`
        const begin = now++
        const told = await act(store, one, id)
        taken.push({ one, id, begin, end: now++, told })
      }
    }),
  )
  return taken
}

/** True when the actions, taken one by one in some order that time allows, tell the same and leave the same. */
function linearisable(left: readonly Taken[], model: Model, final: Model): boolean {
  if (left.length === 0) {
    const [x, y] = ['x', 'y'].map((world) => (exists(model, world) ? world : undefined))
    const end = [x, y].reduce<Model>(
      (m, world) => (world === undefined ? m : opened(m, world)),
      model,
    )
    return JSON.stringify([...end].sort()) === JSON.stringify([...final].sort())
  }
  const firstEnd = Math.min(...left.map(({ end }) => end))
  return left.some((taken) => {
    const { one, begin, id } = taken
    if (begin > firstEnd) return false
    const [after, told] = expected(model, one, id)
    const others = left.filter((other) => other !== taken)
    if (told === taken.told && linearisable(others, after, final)) return true
    // The first use of a world makes it, also before what it is used for is done.
    const isFirst = (one.do === 'add' || one.do === 'reset') && !model.has(`${one.world}/`)
    return isFirst && linearisable(left, opened(model, one.world), final)
  })
}

async function everything(store: Store): Promise<Model> {
  const model = new Map<string, string>()
  for (const world of ['x', 'y']) {
    for (const image of [undefined, 'i', firstImage]) {
      const place = image === undefined ? { world } : { world, image }
      const ids = await idsAt(store, place)
      if (ids !== undefined) model.set(nameOf(place), ids)
    }
  }
  return model
}

/** Actions on worlds as a whole, at the same time as transactions, are linearisable as a plain model tells. */
export function describePlaceModel(name: string, open: OpenStore, numRuns: number): void {
  it(`${name} takes copies, replacements and removals as a plain model does`, async () => {
    await fc.assert(
      fc.asyncProperty(clients, async (all) => {
        const store = await open(contents)
        const taken = await takeAll(store, all)
        const final = await everything(store)
        const verdict = linearisable(taken, new Map(), final)
        expect(verdict ? 'linearisable' : JSON.stringify([taken, [...final]])).toBe('linearisable')
        await store.close()
      }),
      { numRuns },
    )
  })
}
