import type { Case, Expectation } from '../../src/verify/case.js'
import { judgeExpectation } from '../../src/verify/judge/judge-expectation.js'
import { judgeReply } from '../../src/verify/judge/judge-reply.js'
import type { Sent } from '../../src/verify/stage.js'
import { contractOf, operationOf } from './support/contract-of.js'
import { replyOf } from './support/reply-of.js'

const responses = Object.fromEntries(
  ['200', '302', '400', '401', '404', '412', '422'].map((key) => [key, { description: '' }]),
)
const contract = contractOf({ '/a': { get: { operationId: 'a', responses } } })
const operation = operationOf(contract, 'a')

const sentOf = (status: number, headers: readonly string[] = []): Sent => {
  const answer = status === 0 ? { failure: 'reset', milliseconds: 1 } : replyOf(status, headers)
  return {
    ...{ operation, request: { method: 'GET', target: '/a', headers: [] }, answer, status },
    ...{ isSuccess: status >= 200 && status < 300, body: undefined },
    faults: judgeReply(operation, answer),
  }
}

const caseOf = (expect: Expectation): Case => ({
  ...{ id: 'a x', operation, source: 'protocol', intent: 'the intent', expect },
})

type Kind = Expectation['kind']
type Result = 'passed' | 'failed' | 'unverified'

/** Kind, statuses, and what each of them says of the case. */
const rows: readonly (readonly [Kind, readonly number[], Result])[] = [
  ['accepted', [200, 204, 302], 'passed'],
  ['accepted', [400, 405], 'failed'],
  ['accepted', [401, 404, 412, 422, 429], 'unverified'],
  // Undocumented: V101 says so.
  ['accepted', [403, 409, 415, 418], 'unverified'],
  ['refused', [200, 201, 204], 'failed'],
  ['refused', [302, 429], 'unverified'],
  ['refused', [400, 401, 404, 422], 'passed'],
  ['unauthorized', [200, 204], 'failed'],
  ['unauthorized', [302, 400, 401, 403, 404, 422], 'passed'],
  ['not-allowed', [200], 'failed'],
  ['not-allowed', [302], 'unverified'],
  ['not-allowed', [400, 403, 404, 501], 'passed'],
  ['gone', [200], 'failed'],
  ['gone', [404, 410], 'passed'],
  ['gone', [302, 400, 401, 409], 'unverified'],
  ['any', [200, 302, 404, 418], 'passed'],
]

describe.each(rows)('%s', (kind, statuses, result) => {
  test.each(statuses)(`%d: ${result}`, (status) => {
    const verdict = judgeExpectation(caseOf({ kind, rule: 'V110' }), sentOf(status))
    expect(verdict.result).toBe(result)
    if (verdict.result === 'failed') {
      expect(verdict.fault.rule).toBe('V110')
      expect(verdict.fault.message).toContain(`the intent: answered ${status}`)
    }
  })
})

test.each(['accepted', 'refused', 'unauthorized', 'gone', 'any'] as const)(
  '%s: a server that fails proves nothing',
  (kind) => {
    for (const status of [0, 500, 501, 503])
      expect(judgeExpectation(caseOf({ kind, rule: 'V110' }), sentOf(status)).result).toBe(
        'unverified',
      )
  },
)

test('where only refusals are documented, nobody can tell', () => {
  const { byId } = contractOf({
    '/b': { put: { operationId: 'b', responses: { 405: { description: 'Invalid input' } } } },
  })
  const one = caseOf({ kind: 'accepted', rule: 'V111' })
  const sent = { ...sentOf(405), operation: byId.get('b')! }
  expect(judgeExpectation(one, sent).result).toBe('unverified')
})

test('what the plan has not made may be refused in any documented way', () => {
  const judge = (status: number) =>
    judgeExpectation(caseOf({ kind: 'accepted', rule: 'V111' }), sentOf(status), { own: false })
  expect(judge(400).result).toBe('unverified')
  expect(judge(405).result).toBe('failed')
  expect(judge(200).result).toBe('passed')
})

/** The Allow header of a 405, and what it says. */
const allows: readonly (readonly [string | undefined, Result])[] = [
  ['GET, POST', 'passed'],
  ['post ,get', 'passed'],
  [undefined, 'failed'],
  ['', 'failed'],
  ['TRACE', 'failed'],
]
test.each(allows)('405 with Allow %j: %s', (allow, result) => {
  const sent = sentOf(405, allow === undefined ? [] : ['allow', allow])
  const one = caseOf({ kind: 'not-allowed', rule: 'V113' })
  const verdict = judgeExpectation(one, sent, { own: true, methods: ['GET', 'PUT'] })
  expect(verdict.result).toBe(result)
  // It was refused, which is what matters: a warning.
  if (verdict.result === 'failed') expect(verdict.fault.secondary).toBe(true)
})

test('where only refusals are documented a documented one says nothing of a valid request', () => {
  const bare = contractOf({
    '/a': { get: { operationId: 'a', responses: { '400': { description: '' } } } },
  })
  const one = caseOf({ kind: 'accepted', rule: 'V111' })
  const sent = { ...sentOf(400), operation: operationOf(bare, 'a') }
  expect(judgeExpectation(one, sent).result).toBe('unverified')
})
