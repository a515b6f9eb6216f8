import { faultRecords, type FaultRequest } from '../../src/sandbox/faults/fault-record.js'
import { FaultRule } from '../../src/sandbox/faults/fault-rule.js'
import { FaultRules } from '../../src/sandbox/faults/fault-rules.js'
import { createMemoryStore } from '../../src/store/memory-store.js'

const target = { operationId: 'getUser', method: 'GET', paths: ['/users/7'] }
const ruleOf = (rule: FaultRequest) => new FaultRule({ id: '1', place: 1, rule })

test.each([
  [{}, true],
  [{ operationId: 'getUser' }, true],
  [{ operationId: 'getUsers' }, false],
  [{ method: 'get' }, true],
  [{ method: 'POST' }, false],
  [{ path: '/users/*' }, true],
  [{ path: '/users' }, false],
  [{ operationId: 'getUser', method: 'POST' }, false],
])('%j concerns GET /users/7: %s', (rule, expected) =>
  expect(ruleOf(rule).concerns(target)).toBe(expected),
)

test('every delay is drawn anew, and from the same seed in the same order', () => {
  const latency = { distribution: 'uniform', maxMs: 1000 } as const
  const [one, other] = [ruleOf({ latency, seed: 3 }), ruleOf({ latency, seed: 3 })]
  const drawn = (rule: FaultRule) => [1, 2, 3, 4].map(() => rule.decide(0)?.latencyMs)
  const first = drawn(one)
  expect(new Set(first).size).toBeGreaterThan(2)
  expect(drawn(other)).toEqual(first)
})

test('counters stay with a rule as long as it is the same, whatever becomes of others', async () => {
  const store = createMemoryStore(() => ({ collections: {} }))
  const rules = new FaultRules(store)
  const put = (id: string, place: number, sandbox = 'a') =>
    store.transaction(sandbox, async (state) =>
      state.put(faultRecords, { id, place, rule: { answer: { status: 500 } } }),
    )
  expect(rules.of('a')).toEqual([])
  await put('one', 2)
  rules.of('a')[0]?.decide(0)
  await put('10', 1)
  expect(rules.of('a').map(({ record, applied }) => [record.id, applied])).toEqual([
    ['10', 0],
    ['one', 1],
  ])
  expect(rules.of('a')).toBe(rules.of('a'))
  await put('one', 2)
  expect(rules.of('a')[1]?.applied).toBe(0)
  await store.copy({ world: 'a' }, { world: 'b' })
  rules.of('b')[0]?.decide(0)
  expect(rules.of('a')[0]?.applied).toBe(0)
  rules.forget('b')
  expect(rules.of('b')[0]?.applied).toBe(0)
})
