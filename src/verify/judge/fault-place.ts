import { contentFor } from '../../contract/choose-content.js'
import type { Contract, Operation } from '../../contract/contract.js'
import { arrayOrEmpty, objectOrEmpty, own, type JsonObject } from '../../lib/json-object.js'
import { escapeToken, tokens, valueAt } from '../../lib/json-pointer.js'
import type { Fault } from '../finding.js'
import { isReply, replyHeader, type WireAnswer, type WireReply } from '../wire.js'
import { documentedReply } from './documented-reply.js'
import { followed, schemaPointer } from './schema-pointer.js'
import { isSequence } from './sequence-items.js'
import { withoutIndices } from './told-violations.js'

/** Where the contract says what a fault of a message breaks. */
export interface FaultPlace {
  readonly contractPointer?: string | undefined
  /** The pointer into the body with `*` for what differs from reply to reply. */
  readonly pattern?: string | undefined
}

/** The pointer of a member whose name is written in another case. */
const memberNamed = (document: JsonObject, at: string, name: string): string | undefined => {
  const keys = Object.keys(objectOrEmpty(valueAt(document, at)))
  const key = keys.find((written) => written.toLowerCase() === name.toLowerCase())
  return key === undefined ? undefined : followed(document, `${at}/${escapeToken(key)}`)
}

const responsePointer = (
  document: JsonObject,
  operation: Operation,
  { status }: WireReply,
): string | undefined => {
  const response = documentedReply(operation, status)?.response
  if (!response) return undefined
  return memberNamed(document, `${operation.pointer}/responses`, response.key)
}

/** The keyword in its schema, where it is written there. */
const withKeyword = (document: JsonObject, pointer: string, keyword: string): string =>
  Object.hasOwn(objectOrEmpty(valueAt(document, pointer)), keyword)
    ? `${pointer}/${escapeToken(keyword)}`
    : pointer

const bodyPlace = (
  document: JsonObject,
  media: string,
  isItem: boolean,
  { dataPointer = '', keyword = '' }: Pick<Fault, 'dataPointer' | 'keyword'>,
): FaultPlace => {
  const all = tokens(dataPointer)
  const missing = keyword === 'required' ? all.at(-1) : undefined
  const way = keyword === 'required' || keyword === 'properties' ? all.slice(0, -1) : all
  const says = (schema: JsonObject): boolean =>
    missing === undefined
      ? Object.hasOwn(schema, keyword)
      : arrayOrEmpty(own(schema, 'required')).includes(missing)
  const start = isItem ? `${media}/itemSchema` : `${media}/schema`
  const { pointer, pattern } = schemaPointer(document, start, isItem ? way.slice(1) : way, says)
  const rest = all.slice(way.length).map((token) => `/${escapeToken(token)}`)
  return {
    contractPointer: withKeyword(document, pointer, keyword),
    pattern: `${isItem ? '/*' : ''}${pattern}${rest.join('')}`,
  }
}

/** Where in the content of a response: its schema, where the fault says which value breaks it. */
const contentPlace = (
  document: JsonObject,
  operation: Operation,
  fault: Fault,
  reply: WireReply,
): FaultPlace => {
  const response = responsePointer(document, operation, reply)
  if (response === undefined) return {}
  const content = withKeyword(document, response, 'content')
  if (fault.dataPointer === undefined) return { contractPointer: content }
  const contents = documentedReply(operation, reply.status)?.response.contents ?? []
  const mediaType = replyHeader(reply, 'content-type') ?? ''
  const key = contentFor(contents, mediaType)?.mediaType
  const media = key === undefined ? undefined : memberNamed(document, content, key)
  if (media === undefined) return { contractPointer: content }
  const isItem =
    isSequence(mediaType) &&
    own(objectOrEmpty(valueAt(document, media)), 'itemSchema') !== undefined
  return bodyPlace(document, media, isItem, fault)
}

/** Where the contract says what a fault of a message breaks; nothing for other faults. */
export const faultPlace = (
  { document }: Contract,
  operation: Operation,
  fault: Fault,
  answer: WireAnswer | undefined,
): FaultPlace => {
  if (fault.contractPointer !== undefined || !answer || !isReply(answer))
    return { pattern: fault.dataPointer && withoutIndices(fault.dataPointer) }
  const { rule, dataPointer = '' } = fault
  if (rule === 'V101') return { contractPointer: `${operation.pointer}/responses` }
  if (rule === 'V103') {
    const response = responsePointer(document, operation, answer)
    const name = tokens(dataPointer)[0] ?? ''
    const at = response && memberNamed(document, `${response}/headers`, name)
    return { contractPointer: at ?? response, pattern: dataPointer }
  }
  if (rule === 'V102' || rule === 'V104' || rule === 'V105')
    return contentPlace(document, operation, fault, answer)
  return {}
}

/** Where the schema of a media type or parameter says what a value breaks. */
export const schemaPlace = (
  document: JsonObject,
  owner: string,
  dataPointer: string,
  keyword: string,
): string | undefined => bodyPlace(document, owner, false, { dataPointer, keyword }).contractPointer
