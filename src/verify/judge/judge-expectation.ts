import { responseFor } from '../../contract/check-reply.js'
import type { Operation } from '../../contract/contract.js'
import { isObject } from '../../lib/json-object.js'
import { tokens } from '../../lib/json-pointer.js'
import type { Case, Expectation } from '../case.js'
import type { Fault } from '../finding.js'
import { answeredText, type Sent } from '../stage.js'
import { isReply, replyHeader } from '../wire.js'

/** What an answer says about a case. */
export type Verdict =
  | { readonly result: 'passed' }
  | { readonly result: 'failed'; readonly fault: Fault }
  | { readonly result: 'unverified'; readonly why: string }

/** What is known beyond case and answer. */
export interface Circumstances {
  /** False when the request names things that the plan has not made. */
  readonly own: boolean
  /** The documented methods of the path; of the case's operation alone when absent. */
  readonly methods?: readonly string[]
}

const passed: Verdict = { result: 'passed' }

const unverified = (why: string): Verdict => ({ result: 'unverified', why })

const answered = (sent: Sent): Verdict => unverified(answeredText(sent))

/** Where a case that looks at one keyword alone looks: two members are two faults. */
const lookedAt = ({ covers = [] }: Case): Pick<Fault, 'dataPointer' | 'keyword'> => {
  const [only] = covers
  if (covers.length !== 1 || !only) return {}
  return { dataPointer: only.pointer, keyword: only.keyword }
}

const failed = (
  one: Case,
  { status }: Sent,
  what: string,
  isWarning = one.isMinor === true,
): Verdict => ({
  result: 'failed',
  fault: {
    rule: one.expect.rule,
    message: `${one.intent}: answered ${status}, ${what}.`,
    ...lookedAt(one),
    ...(isWarning && { secondary: true }),
  },
})

/** It was refused, if not as HTTP asks: a warning. */
const warned = (one: Case, sent: Sent, what: string): Verdict => failed(one, sent, what, true)

/**
 * Refusals that do not say that the request was wrong: who asks, what is there, how much was paid, or
 * how much was asked before.
 */
const circumstantial: ReadonlySet<number> = new Set([
  ...[401, 402, 403, 404, 407, 408, 409, 410, 412],
  ...[421, 422, 423, 424, 425, 428, 429, 451],
])

/** Where only refusals are documented, nobody can tell what a valid request is to get. */
const documentsSuccess = ({ responses }: Operation): boolean =>
  responses.some(({ key }) => /^[123]|^default$/.test(key))

const judgeAccepted = (one: Case, sent: Sent, { own }: Circumstances): Verdict => {
  const { status, isSuccess, operation } = sent
  if (isSuccess || status < 400) return passed
  if (!documentsSuccess(operation)) return answered(sent)
  const isDocumented = responseFor(operation, status) !== undefined
  if (status === 405 && !isDocumented)
    return failed(one, sent, 'although the contract documents the method')
  // Another undocumented status is a finding of its own (V101), and all that is sure.
  if (!isDocumented || circumstantial.has(status) || !own) return answered(sent)
  return failed(one, sent, 'although the contract allows the request')
}

/** Whether a member of some name is shown as null anywhere. */
const showsNull = (value: unknown, name: string): boolean => {
  if (Array.isArray(value)) return value.some((item) => showsNull(item, name))
  if (!isObject(value)) return false
  return Object.entries(value).some(
    ([key, member]) => (key === name && member === null) || showsNull(member, name),
  )
}

/** True when nothing shows that a null was taken for a value, or a missing body for more than an empty one. */
const isReadAsLeftOut = ({ mayBeLeftOut, covers = [] }: Case, { body }: Sent): boolean => {
  const name = covers[0] && tokens(covers[0].pointer).at(-1)
  return mayBeLeftOut === true && (name === undefined || !showsNull(body, name))
}

const judgeRefused = (one: Case, sent: Sent): Verdict => {
  if (sent.isSuccess && isReadAsLeftOut(one, sent))
    return unverified('It may have been read as if nothing stood there.')
  if (sent.isSuccess) return failed(one, sent, 'and had to be refused')
  return sent.status < 400 ? answered(sent) : passed
}

/** A redirect leads to where one logs in; 400 and 422 say that something else was looked at first. */
const judgeUnauthorized = (one: Case, sent: Sent): Verdict =>
  sent.isSuccess ? failed(one, sent, 'and had to be refused with 401 or 403') : passed

const listed = (allow: string): readonly string[] =>
  allow.split(',').map((method) => method.trim().toUpperCase())

const judgeNotAllowed = (one: Case, sent: Sent, { methods }: Circumstances): Verdict => {
  if (sent.isSuccess) return failed(one, sent, 'and is not documented: 405 was to be expected')
  if (sent.status < 400) return answered(sent)
  if (sent.status !== 405) return passed
  const allow = isReply(sent.answer) ? replyHeader(sent.answer, 'allow') : undefined
  if (allow === undefined) return warned(one, sent, 'without Allow (RFC 9110 §15.5.6)')
  const documented = methods ?? [one.operation.method]
  if (listed(allow).some((method) => documented.includes(method))) return passed
  return warned(one, sent, `with "Allow: ${allow}", which names no documented method`)
}

const judgeGone = (one: Case, sent: Sent): Verdict => {
  if (sent.isSuccess) return failed(one, sent, 'and had to be gone: 404 or 410')
  return sent.status === 404 || sent.status === 410 ? passed : answered(sent)
}

const judges: Readonly<
  Record<Expectation['kind'], (one: Case, sent: Sent, circumstances: Circumstances) => Verdict>
> = {
  accepted: judgeAccepted,
  refused: judgeRefused,
  unauthorized: judgeUnauthorized,
  'not-allowed': judgeNotAllowed,
  gone: judgeGone,
  any: () => passed,
}

/**
 * Whether a case was answered as expected. A broken connection or a 5xx is a finding of its own and
 * proves nothing more, nor does 429.
 */
export const judgeExpectation = (
  one: Case,
  sent: Sent,
  circumstances: Circumstances = { own: true },
): Verdict => {
  const { kind } = one.expect
  if (sent.status === 0) return unverified('The connection broke.')
  if (sent.status >= 500)
    return kind === 'not-allowed' && sent.status === 501 ? passed : unverified('The server failed.')
  if (sent.status === 429) return answered(sent)
  return judges[kind](one, sent, circumstances)
}
