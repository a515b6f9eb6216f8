import { replyFor } from '../../contract/check-reply.js'
import type { Operation } from '../../contract/contract.js'
import type { Expectation } from '../case.js'
import type { Fault } from '../finding.js'
import type { WireReply } from '../wire.js'

/** What servers answer to requests that are wrong, whether or not their contract says so. */
const refusals: ReadonlySet<number> = new Set([
  400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428,
])

/** Anybody in between may say it: it is told apart by waiting, not by the contract. */
const tooMany = 429

/**
 * True for a status that needs no documentation after such a case: contracts rarely document what
 * requests get that break them.
 */
const isUsual = (
  operation: Operation,
  status: number,
  expect: Expectation | undefined,
): boolean => {
  if (status === tooMany) return true
  if (!expect || expect.kind === 'any') return false
  // The method is documented: that is V111, and all that is wrong.
  if (expect.kind === 'accepted') return status === 405
  if (expect.kind === 'not-allowed' && status === 501) return true
  // A version that is not the last one (RFC 9110 §13.1.1).
  if (status === 412) return expect.rule === 'V124'
  if (expect.kind === 'gone' && status === 410) return replyFor(operation, 404) === undefined
  return refusals.has(status)
}

const isNotImplemented = (status: number, expect: Expectation | undefined): boolean =>
  status === 501 && expect?.kind === 'not-allowed'

/** Nobody can answer what is documented otherwise: nothing but failures, or interim statuses (RFC 9110 §15.2). */
const documentsOnly = ({ responses }: Operation, hundred: '1' | '5'): boolean =>
  responses.length > 0 && responses.every(({ key }) => key.startsWith(hundred))

/** What is wrong with the status of a reply: V100 or V101. */
export const judgeStatus = (
  operation: Operation,
  { status }: WireReply,
  expect?: Expectation,
): readonly Fault[] => {
  const { responses } = operation
  if (status >= 500 && replyFor(operation, status) && documentsOnly(operation, '5')) return []
  if (status >= 500 && !isNotImplemented(status, expect))
    return [{ rule: 'V100', message: `The server answered ${status}.` }]
  if (responses.length === 0 || documentsOnly(operation, '1') || replyFor(operation, status))
    return []
  if (isUsual(operation, status, expect)) return []
  const documented = responses.map(({ key }) => key).join(', ')
  return [
    {
      rule: 'V101',
      message: `The status ${status} is not documented; documented: ${documented}.`,
      keyword: 'status',
    },
  ]
}
