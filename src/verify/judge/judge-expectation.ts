import { responseFor } from '../../contract/check-reply.js'
import type { Case } from '../case.js'
import type { Fault } from '../finding.js'
import type { Sent } from '../stage.js'

/** What an answer says about a case. */
export type Verdict =
  | { readonly result: 'passed' }
  | { readonly result: 'failed'; readonly fault: Fault }
  | { readonly result: 'unverified'; readonly why: string }

const passed: Verdict = { result: 'passed' }

/** Refusals that need not mean that the request was wrong. */
const circumstances: ReadonlySet<number> = new Set([401, 403, 404, 409, 422])

const failed = ({ intent, expect }: Case, { status }: Sent, what: string): Verdict => ({
  result: 'failed',
  fault: { rule: expect.rule, message: `${intent}: answered ${status}, ${what}.` },
})

const judgeAccepted = (one: Case, sent: Sent, own: boolean): Verdict => {
  const { status, isSuccess, operation } = sent
  if (isSuccess || status < 400) return passed
  const isDocumented = responseFor(operation, status) !== undefined
  if (isDocumented && (circumstances.has(status) || !own))
    return { result: 'unverified', why: `The server answered ${status}.` }
  return failed(one, sent, 'although the contract allows the request')
}

const judgeRefused = (one: Case, sent: Sent): Verdict =>
  sent.isSuccess ? failed(one, sent, 'and had to be refused') : passed

/**
 * Whether a case was answered as expected. A broken connection or a 5xx is a finding of its own: it
 * proves nothing more. `own` is false when the request names things that the plan has not made.
 */
export const judgeExpectation = (one: Case, sent: Sent, own: boolean): Verdict => {
  const { kind } = one.expect
  if (sent.status === 0 || sent.status >= 500)
    return kind === 'not-allowed' && sent.status === 501
      ? passed
      : { result: 'unverified', why: 'The server failed.' }
  if (kind === 'any') return passed
  return kind === 'accepted' ? judgeAccepted(one, sent, own) : judgeRefused(one, sent)
}
