import type { Content } from '../contract/contract.js'
import { isJson, isXml } from '../lib/media-type.js'
import { bodyValue } from '../mock/body-value.js'
import { isTagged } from '../resources/records/preconditions.js'
import type { Inference, PropertyPath } from '../resources/resource-model.js'
import {
  isValidAt,
  itemsPlace,
  placeAtPath,
  type SchemaPlace,
  placeOf,
} from '../generate/schema-place.js'
import { withoutPath, withValueAtPath } from '../lib/value-path.js'
import { statusFor } from '../resources/records/status-for.js'
import { codeOf, Expression } from './code-of.js'
import type { ResourceCode } from './handler-code.js'

/** A value of a body and where it stands; undefined: nothing stands there. */
export type BodyMember = readonly [path: PropertyPath, text: string | undefined]

/** What a reply shows. */
export interface ReplyCode {
  readonly status?: number
  /** The record or the list of records, where the body has it. */
  readonly shown?: { readonly at: PropertyPath; readonly text: string; readonly isList: boolean }
  readonly more?: readonly BodyMember[]
  readonly headers?: Readonly<Record<string, string>>
  readonly fields?: string
}

const isStructured = ({ mediaType }: Content): boolean => isJson(mediaType) || isXml(mediaType)

/** Bodies that are longer are not written out: the contract has them. */
const maxLiteral = 6000

/** The documented body of a content, as far as it can stand in code. */
export const documentedBody = async (
  operation: Inference['operation'],
  content: Content | undefined,
): Promise<unknown> => {
  if (!content || !isStructured(content)) return undefined
  const { value } = await bodyValue(operation, content)
  const text = typeof value === 'object' ? codeOf(value) : ''
  return text.length > maxLiteral ? undefined : value
}

/** The value that stands for one record at a place: itself, or a list of it. */
const oneAt = (place: SchemaPlace | undefined, text: string): string => {
  const isList = place && itemsPlace(place) !== undefined && isValidAt(place, [])
  return isList ? `[${text}]` : text
}

const bodyOf = async (
  { inference }: ResourceCode,
  { shown, more = [] }: ReplyCode,
): Promise<unknown> => {
  const { operation, response } = inference
  const { content } = response ?? {}
  const whole = placeOf(content?.schema)
  if (!shown && more.length === 0) return undefined
  const isBare = shown?.at.length === 0 && more.length === 0
  const model = isBare ? undefined : await documentedBody(operation, content)
  const place = shown && placeAtPath(whole, shown.at)
  const start = shown
    ? withValueAtPath(
        model,
        shown.at,
        new Expression(shown.isList ? shown.text : oneAt(place, shown.text)),
      )
    : model
  return more.reduce<unknown>(
    (body, [path, text]) =>
      text === undefined
        ? withoutPath(body, path)
        : withValueAtPath(body, path, new Expression(text)),
    start,
  )
}

/** The line that answers. */
export const replyLine = async (part: ResourceCode, answer: ReplyCode): Promise<string> => {
  const { inference, code } = part
  const { status } = statusFor(inference, answer.status)
  const body = await bodyOf(part, answer)
  const headers = Object.fromEntries(
    Object.entries(answer.headers ?? {}).map(([name, text]) => [name, new Expression(text)]),
  )
  const extras = {
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(answer.fields !== undefined && { fields: new Expression(answer.fields) }),
  }
  const hasExtras = Object.keys(extras).length > 0
  const words = [
    String(status),
    ...(body !== undefined || hasExtras ? [codeOf(body)] : []),
    ...(hasExtras ? [codeOf(extras)] : []),
  ]
  return `return ${code.use('reply')}(${words.join(', ')})`
}

/** The answer that shows one record, with its entity tag where that is documented. */
export const showing = (
  { inference, all }: ResourceCode,
  record: string,
  others: ReplyCode = {},
): ReplyCode => {
  const { at } = inference.response ?? {}
  const tag: ReplyCode['headers'] = isTagged(inference) ? { ETag: `${all}.etag(${record})` } : {}
  return {
    ...others,
    ...(at && { shown: { at, text: record, isList: false } }),
    headers: { ...others.headers, ...tag },
  }
}
