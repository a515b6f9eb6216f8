import { checkHeaders } from '../../contract/check-reply.js'
import type { DocumentedResponse, Operation } from '../../contract/contract.js'
import { type Expectation, isInvalid } from '../case.js'
import type { Fault } from '../finding.js'
import { isReply, type WireAnswer, type WireReply } from '../wire.js'
import { documentedReply } from './documented-reply.js'
import { judgeContent } from './judge-content.js'
import { judgeStatus } from './judge-status.js'
import { unlessBroken } from './judge-value.js'
import { toldViolations } from './told-violations.js'

const judgeHeaders = (response: DocumentedResponse, { headers }: WireReply): readonly Fault[] =>
  toldViolations(unlessBroken(() => checkHeaders(response, headers), [])).map(
    ({ message, pointer, rule }) => ({
      rule: 'V103',
      message,
      dataPointer: pointer,
      keyword: rule,
    }),
  )

/** Headers and body, compared with what is documented of the status, else with the nearest success. */
const judgeMessage = (operation: Operation, reply: WireReply): readonly Fault[] => {
  const documented = documentedReply(operation, reply.status)
  if (!documented || documented.response.fault) return []
  const { response, isExact } = documented
  const found = [...judgeHeaders(response, reply), ...judgeContent(operation, response, reply)]
  return isExact ? found : found.map((fault) => ({ ...fault, secondary: true }))
}

/**
 * What the rules of messages (V100 to V105) have against an answer of an operation. `expect` is what the
 * request was to get: requests that break the contract may be refused with a status it does not name.
 */
export const judgeReply = (
  operation: Operation,
  answer: WireAnswer,
  expect?: Expectation,
): readonly Fault[] => {
  if (!isReply(answer))
    return [{ rule: 'V100', message: `No answer could be read: ${answer.failure}.` }]
  const faults = judgeStatus(operation, answer, expect)
  if (answer.status >= 500 || (answer.status === 404 && expect?.mayMiss)) return faults
  const found = judgeMessage(operation, answer)
  // What was accepted and had to be refused shows again: that is one fault, not two.
  const isSpoilt = isInvalid(expect) && answer.status < 300
  return [...faults, ...(isSpoilt ? found.filter(({ rule }) => rule !== 'V104') : found)]
}
