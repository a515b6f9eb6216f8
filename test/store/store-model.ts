import fc from 'fast-check'
import type { Transaction } from '../../src/store/store.js'
import { contents, type OpenStore, others, type User, user, users } from './store-suite.js'

const ids = fc.constantFrom('a', 'b', 'c', 'd')
const roles = fc.constantFrom('USER', 'ADMIN')
const step = fc.oneof(
  fc.record({ do: fc.constant('get' as const), id: ids }),
  fc.record({ do: fc.constant('find' as const), role: roles }),
  fc.record({ do: fc.constant('list' as const) }),
  fc.record({ do: fc.constant('next' as const) }),
  fc.record({ do: fc.constant('put' as const), id: ids, role: roles }),
  fc.record({ do: fc.constant('add' as const), id: ids }),
  fc.record({ do: fc.constant('delete' as const), id: ids }),
  fc.record({ do: fc.constant('reset' as const) }),
  fc.record({ do: fc.constant('wait' as const), steps: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ do: fc.constant('fail' as const) }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never
const weighted = fc.oneof({ weight: 12, arbitrary: step.filter((s) => s.do !== 'fail') }, step)
const programs = fc.array(fc.array(weighted, { minLength: 1, maxLength: 6 }), {
  minLength: 2,
  maxLength: 4,
})

/** The plain model: a list in order, and a counter; one transaction after the other. */
class Model {
  rows: User[]
  counter: number

  constructor(from?: Model) {
    this.rows = from?.rows ?? [user('a', { role: 'USER', n: 0 }), user('b', { role: 'USER', n: 0 })]
    this.counter = from?.counter ?? 123
  }

  put(record: User): void {
    const known = this.rows.some(({ id }) => id === record.id)
    this.rows = known
      ? this.rows.map((row) => (row.id === record.id ? record : row))
      : [...this.rows, record]
  }

  step(step: Step): unknown {
    const find = (id: string) => this.rows.find((row) => row.id === id)
    if (step.do === 'get') return find(step.id)
    if (step.do === 'find') return this.rows.filter(({ role }) => role === step.role)
    if (step.do === 'list') return this.rows
    if (step.do === 'next') return this.counter++
    if (step.do === 'put') this.put(user(step.id, { role: step.role }))
    if (step.do === 'add') this.put(increased(step.id, find(step.id)))
    if (step.do === 'delete') this.rows = this.rows.filter(({ id }) => id !== step.id)
    if (step.do === 'reset') Object.assign(this, new Model())
    return undefined
  }
}

const increased = (id: string, before: User | undefined): User =>
  user(id, { ...before, n: (before?.n ?? 0) + 1 })

async function runStep(state: Transaction, step: Step): Promise<unknown> {
  if (step.do === 'get') return state.get(users, step.id)
  if (step.do === 'find') return state.find(users, 'role', step.role)
  if (step.do === 'list') return state.list(users)
  if (step.do === 'next') return state.next(users)
  if (step.do === 'put') state.put(users, user(step.id, { role: step.role }))
  if (step.do === 'add') state.put(users, increased(step.id, await state.get(users, step.id)))
  if (step.do === 'delete') state.delete(users, step.id)
  if (step.do === 'reset') state.reset()
  if (step.do === 'wait') await others(step.steps)
  return undefined
}

class Failed extends Error {
  constructor(readonly seen: readonly unknown[]) {
    super('failed on purpose')
  }
}

async function runProgram(state: Transaction, program: readonly Step[]): Promise<unknown[]> {
  const seen: unknown[] = []
  for (const step of program) {
    if (step.do === 'fail') throw new Failed(seen)
    seen.push(await runStep(state, step))
  }
  return seen
}

function modelProgram(before: Model, program: readonly Step[]): [Model, unknown[]] {
  const model = new Model(before)
  const seen: unknown[] = []
  for (const step of program) {
    if (step.do === 'fail') return [before, seen]
    seen.push(model.step(step))
  }
  return [model, seen]
}

function* orders(count: number, used: readonly number[] = []): Iterable<readonly number[]> {
  if (used.length === count) yield used
  for (let i = 0; i < count; i++) if (!used.includes(i)) yield* orders(count, [...used, i])
}

const text = (value: unknown) => JSON.stringify(value)

/** True when running the programs one after the other, in some order, gives what was seen. */
function serialisable(
  all: readonly Step[][],
  seen: readonly unknown[][],
  final: readonly [readonly User[], number],
): boolean {
  for (const order of orders(all.length)) {
    let model = new Model()
    const agree = order.every((i) => {
      const [after, expected] = modelProgram(model, all[i] ?? [])
      model = after
      return text(expected) === text(seen[i])
    })
    if (agree && text([model.rows, model.counter]) === text(final)) return true
  }
  return false
}

/** Random transactions at the same time give what some order of them gives in a plain model. */
export function describeModel(name: string, open: OpenStore, numRuns: number): void {
  it(`${name} is serialisable, as a plain model tells`, async () => {
    const store = await open(contents)
    let world = 0
    await fc.assert(
      fc.asyncProperty(programs, async (all) => {
        const name = `m${world++}`
        const seen = await Promise.all(
          all.map((program) =>
            store
              .transaction(name, (state) => runProgram(state, program))
              .catch((error: unknown) => {
                if (error instanceof Failed) return [...error.seen]
                throw error
              }),
          ),
        )
        const final = await store.transaction(
          name,
          async (state) => [await state.list(users), await state.next(users)] as const,
        )
        expect(serialisable(all, seen, final) ? 'serialisable' : text(seen)).toBe('serialisable')
      }),
      { numRuns },
    )
    await store.close()
  })
}
