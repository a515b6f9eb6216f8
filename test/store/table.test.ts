import fc from 'fast-check'
import { Entry } from '../../src/store/lookup.js'
import type { Collection } from '../../src/store/store.js'
import { type Changes, Table } from '../../src/store/table.js'
import { type User, user, users } from './store-suite.js'

const collection = users as Collection<unknown>

const ids = fc.nat(9).map((id) => `k${id}`)
const change = fc.record({
  id: ids,
  role: fc.option(fc.constantFrom('USER', 'ADMIN', 'OWNER'), { nil: undefined }),
})
const index = fc.nat(1)
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ table: index, changes: fc.array(change, { maxLength: 3 }) }),
  },
  { weight: 5, arbitrary: fc.record({ table: index, undo: fc.constant(true) }) },
  { weight: 2, arbitrary: fc.record({ table: index, forkTo: index }) },
  // More than a layer puts up with.
  { weight: 2, arbitrary: fc.record({ table: index, many: fc.integer({ min: 60, max: 140 }) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** One table beside the plain list that it has to agree with, and how its changes are taken back. */
interface Twin {
  readonly table: Table
  rows: readonly User[]
  undos: { readonly changes: Changes; readonly rows: readonly User[] }[]
}

const twinOf = (count: number): Twin => {
  const rows = Array.from({ length: count }, (_, id) => user(`k${id}`, { role: 'USER' }))
  return { table: Table.of(rows.map((row) => [row.id, row])), rows, undos: [] }
}

function apply(twin: Twin, changes: readonly (readonly [string, User | undefined])[]): void {
  const { table, rows } = twin
  const entries = new Map<string, Entry | undefined>()
  let next = table.nextOrder
  for (const [id, record] of new Map(changes)) {
    const known = table.entry(id)
    if (record !== undefined) entries.set(id, new Entry(id, known?.order ?? next++, record))
    else if (known !== undefined) entries.set(id, undefined)
    twin.rows = changed(twin.rows, id, record)
  }
  table.check(collection, entries)
  twin.undos.push({ changes: table.replace(entries), rows })
}

const changed = (rows: readonly User[], id: string, record: User | undefined): readonly User[] => {
  if (record === undefined) return rows.filter((row) => row.id !== id)
  const known = rows.some((row) => row.id === id)
  return known ? rows.map((row) => (row.id === id ? record : row)) : [...rows, record]
}

function take(twins: Twin[], step: Step): void {
  const twin = twins[step.table] as Twin
  if ('changes' in step) {
    const changes = step.changes.map(
      ({ id, role }) => [id, role === undefined ? undefined : user(id, { role })] as const,
    )
    apply(twin, changes)
  } else if ('many' in step) {
    const keys = Array.from({ length: step.many }, (_, n) => `m${n}`)
    const gone = twin.table.entry('m0') !== undefined
    apply(
      twin,
      keys.map((id) => [id, gone ? undefined : user(id, { role: 'MANY' })]),
    )
  } else if ('undo' in step) {
    const last = twin.undos.pop()
    if (last === undefined) return
    twin.table.replace(last.changes)
    twin.rows = last.rows
  } else {
    twins[step.forkTo] = { table: twin.table.fork(), rows: twin.rows, undos: [...twin.undos] }
  }
}

const found = (table: Table, lookup: string, value: string) => {
  const rows = table.find(collection, lookup, value)
  expect(table.find(collection, lookup, value)).toBe(rows)
  return rows.records
}

const text = (value: unknown) => JSON.stringify(value)

function agree({ table, rows }: Twin): void {
  expect(text(table.rows().records)).toBe(text(rows))
  expect(table.rows()).toBe(table.rows())
  expect(table.size).toBe(rows.length)
  for (const role of ['USER', 'ADMIN', 'OWNER', 'MANY']) {
    const expected = rows.filter((row) => row.role === role)
    expect(text(found(table, 'role', role))).toBe(text(expected))
  }
  for (const id of ['k0', 'k7', 'k9', 'm0', 'm99']) {
    const row = rows.find((one) => one.id === id)
    expect(text(table.entry(id)?.record)).toBe(text(row))
    const expected = row === undefined ? [] : [row]
    expect(text(found(table, 'email', `${id}@example.com`))).toBe(text(expected))
  }
}

it('agrees with a plain list, whatever is put, deleted, undone and forked', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.nat(80), (steps, count) => {
      const twins = [twinOf(count), twinOf(0)]
      for (const step of steps) {
        take(twins, step)
        agree(twins[step.table] as Twin)
      }
      twins.forEach(agree)
    }),
    { numRuns: 200 },
  )
})

it('keeps unique values apart across what is shared and what is its own', () => {
  const origin = twinOf(5)
  const fork: Twin = { table: origin.table.fork(), rows: origin.rows, undos: [] }
  const rename = (twin: Twin, id: string, email: string) => apply(twin, [[id, user(id, { email })]])
  rename(fork, 'k0', 'new')
  expect(() => rename(fork, 'k1', 'new')).toThrow('email')
  expect(() => rename(fork, 'k1', 'k2@example.com')).toThrow('email')
  expect(() => rename(origin, 'k1', 'k0@example.com')).toThrow('email')
  rename(fork, 'k1', 'k0@example.com')
  rename(origin, 'k1', 'new')
  expect(fork.table.find(collection, 'email', 'k0@example.com').records).toMatchObject([
    { id: 'k1' },
  ])
})

it('shows readers the same rows before and after a fork, on both sides', () => {
  const { table } = twinOf(5)
  const before = [table.rows(), table.find(collection, 'role', 'USER')]
  const fork = table.fork()
  for (const one of [table, fork]) {
    expect([one.rows(), one.find(collection, 'role', 'USER')]).toEqual(before)
    expect(one.rows()).toBe(before[0])
    expect(one.find(collection, 'role', 'USER')).toBe(before[1])
  }
})
