import { checkReply } from '../../contract/check-reply.js'
import type { Operation } from '../../contract/contract.js'
import type { Violation } from '../../errors.js'
import type { Fault } from '../finding.js'
import type { RuleId } from '../rules.js'
import { isReply, replyHeader, type WireAnswer } from '../wire.js'
import { readReplyBody } from './read-reply-body.js'

const ruleFor = ({ location, rule }: Violation): RuleId => {
  if (rule === 'status') return 'V101'
  if (rule === 'media-type') return 'V102'
  return location === 'header' ? 'V103' : 'V104'
}

const faultOf = (violation: Violation): Fault => ({
  rule: ruleFor(violation),
  message: violation.message,
  dataPointer: violation.pointer,
  keyword: violation.rule,
})

/** What the rules of messages (V100 to V105) have against an answer of an operation. */
export const judgeReply = (operation: Operation, answer: WireAnswer): readonly Fault[] => {
  if (!isReply(answer))
    return [{ rule: 'V100', message: `The connection broke: ${answer.failure}` }]
  const server: readonly Fault[] =
    answer.status >= 500 ? [{ rule: 'V100', message: `The server answered ${answer.status}.` }] : []
  const { value, malformed } = readReplyBody(answer)
  if (malformed !== undefined)
    return [...server, { rule: 'V104', message: malformed, keyword: 'syntax' }]
  const mediaType = answer.bytes.length > 0 ? replyHeader(answer, 'content-type') : undefined
  const found = checkReply(operation, answer.status, answer.headers, mediaType, value)
  return [...server, ...found.map(faultOf)]
}
