import { contentFor } from '../../contract/choose-content.js'
import type { Content, DocumentedResponse, Operation } from '../../contract/contract.js'
import type { Violation } from '../../errors.js'
import { isObject } from '../../lib/json-object.js'
import { essence, isJson, isXml } from '../../lib/media-type.js'
import type { Fault } from '../finding.js'
import { replyHeader, type WireReply } from '../wire.js'
import { judgeValue } from './judge-value.js'
import { toldViolations } from './told-violations.js'
import { undocumentedMembers } from './undocumented-members.js'

/** Statuses whose messages have no body (RFC 9110 §15.3.5, §15.3.6, §15.4.5). */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304])

const noBody = ({ status }: WireReply, length: string | number): Fault => ({
  rule: 'V104',
  message: `${status} has no body (RFC 9110 §15), and one of ${length} bytes was sent.`,
  keyword: 'no-body',
})

/** What clients leave on the wire when a status has no body, and then take for the next reply. */
const judgeBodiless = (reply: WireReply): readonly Fault[] => {
  if (reply.bytes.length > 0) return [noBody(reply, reply.bytes.length)]
  const length = replyHeader(reply, 'content-length') ?? '0'
  // 304 says how long the body would be (RFC 9110 §8.6).
  return reply.status !== 304 && Number(length) > 0 ? [noBody(reply, length)] : []
}

/** Text, and sequences of items, can be empty; JSON and XML cannot. */
const canBeEmpty = ({ mediaType }: Content): boolean => !isJson(mediaType) && !isXml(mediaType)

const judgeEmpty = (contents: readonly Content[], reply: WireReply): readonly Fault[] => {
  const mediaType = replyHeader(reply, 'content-type')
  const said = mediaType === undefined ? undefined : contentFor(contents, mediaType)
  if (contents.length === 0 || (said ? [said] : contents).some(canBeEmpty)) return []
  const documented = contents.map((content) => content.mediaType).join(', ')
  return [
    {
      rule: 'V104',
      message: `The body is empty; documented for ${reply.status}: ${documented}.`,
      keyword: 'body',
    },
  ]
}

/** A success that the contract describes without a body: it lags behind. */
const judgeUndescribed = ({ status }: WireReply): readonly Fault[] =>
  status < 200 || status > 299
    ? []
    : [
        {
          rule: 'V105',
          message: `${status} was answered with a body; the contract describes none.`,
          keyword: 'content',
        },
      ]

const undocumentedType = (
  contents: readonly Content[],
  { status }: WireReply,
  mediaType: string | undefined,
): Fault => {
  const documented = contents.map((content) => content.mediaType).join(', ')
  const said = mediaType === undefined ? 'has no Content-Type' : `is ${mediaType}`
  return {
    rule: 'V102',
    message: `The body ${said}; documented for ${status}: ${documented}.`,
    keyword: 'content-type',
  }
}

/** What names a problem may be relative (RFC 9457 §3.1.1, §3.1.5), whatever a generated schema says. */
const isRelativeName = ({ rule, pointer }: Violation, value: unknown): boolean => {
  if (rule !== 'format' || !/^\/(type|instance)$/.test(pointer) || !isObject(value)) return false
  const said = value[pointer.slice(1)]
  return typeof said === 'string' && URL.canParse(said, 'http://localhost')
}

const judgeTyped = (reply: WireReply, mediaType: string, content: Content): readonly Fault[] => {
  const { malformed, violations, value } = judgeValue(reply.bytes, mediaType, content)
  if (malformed !== undefined) return [{ rule: 'V104', message: malformed, keyword: 'syntax' }]
  const isProblem = essence(mediaType) === 'application/problem+json'
  const sure = violations.filter((one) => !isProblem || !isRelativeName(one, value))
  const broken = toldViolations(sure).map(({ message, pointer, rule }): Fault => {
    return { rule: 'V104', message, dataPointer: pointer, keyword: rule }
  })
  const isError = reply.status >= 400
  return isError ? broken : [...broken, ...undocumentedMembers(content.schema, value)]
}

/** What is wrong with media type and body of a reply: V102, V104, V105. */
export const judgeContent = (
  { method }: Operation,
  { contents }: DocumentedResponse,
  reply: WireReply,
): readonly Fault[] => {
  if (method === 'HEAD') return []
  if (bodiless.has(reply.status)) return judgeBodiless(reply)
  if (reply.bytes.length === 0) return judgeEmpty(contents, reply)
  if (contents.length === 0) return judgeUndescribed(reply)
  const mediaType = replyHeader(reply, 'content-type')
  const content = mediaType === undefined ? undefined : contentFor(contents, mediaType)
  if (!content || mediaType === undefined) return [undocumentedType(contents, reply, mediaType)]
  return reply.isCut ? [] : judgeTyped(reply, mediaType, content)
}
