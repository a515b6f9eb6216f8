import type { Content, Parameter } from '../../contract/contract.js'
import { messageBody } from '../../generate/message-body.js'
import { essence } from '../../lib/media-type.js'
import { encodePath, percentEncode, percentEncodeReserved } from '../../lib/percent-encode.js'
import { bytesOf } from '../../lib/text-bytes.js'
import { contentText } from '../../samples/content-text.js'
import { formFields, formText } from '../../samples/form-fields.js'
import { writePairs } from '../../samples/write-pairs.js'
import { writeText } from '../../samples/write-text.js'
import type { RequestDraft } from '../request-draft.js'
import type { WireRequest } from '../wire.js'
import type { SentCredentials } from './credentials.js'

type Values = readonly (readonly [Parameter, unknown])[]

const at = ({ parameters }: RequestDraft, place: Parameter['in']): Values =>
  [...parameters].filter(([parameter]) => parameter.in === place)

const pathOf = (draft: RequestDraft): string => {
  const texts = new Map(
    at(draft, 'path').map(([parameter, value]) => [
      parameter.name,
      writeText(parameter, value, percentEncode),
    ]),
  )
  return draft.operation.path
    .split(/(\{[^{}]*\})/)
    .map((part, index) =>
      index % 2 === 1 ? (texts.get(part.slice(1, -1)) ?? percentEncode(part)) : encodePath(part),
    )
    .join('')
}

/** Credentials come before what a parameter of the same name says. */
const withoutNamed = (values: Values, names: readonly (readonly [string, string])[]): Values => {
  const taken = new Set(names.map(([name]) => name.toLowerCase()))
  return values.filter(([{ name }]) => !taken.has(name.toLowerCase()))
}

const queryPairs = ([parameter, value]: readonly [Parameter, unknown]): readonly string[] => {
  const encode = parameter.allowReserved ? percentEncodeReserved : percentEncode
  if (parameter.whole) return [encode(contentText(parameter, value))]
  if (parameter.content)
    return [`${percentEncode(parameter.name)}=${encode(contentText(parameter, value))}`]
  return writePairs(parameter, value).map(
    ({ name, texts, separator }) =>
      `${percentEncode(name)}=${texts.map(encode).join(separator === ',' ? ',' : percentEncode(separator))}`,
  )
}

const headerText = ([parameter, value]: readonly [Parameter, unknown]) =>
  [
    parameter.name,
    parameter.content ? contentText(parameter, value) : writeText(parameter, value, (text) => text),
  ] as const

const cookiePairs = ([parameter, value]: readonly [Parameter, unknown]) =>
  writePairs(parameter, value).map(
    ({ name, texts, separator }) => `${name}=${texts.map(percentEncode).join(separator)}`,
  )

const collected = async (chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}

const isForm = ({ mediaType }: Content): boolean =>
  essence(mediaType) === 'application/x-www-form-urlencoded'

/** The body of a draft with its media type. */
const bodyOf = async ({ content, body, instead }: RequestDraft) => {
  if (!content) return { mediaType: instead?.contentType, bytes: instead?.body }
  const written = isForm(content)
    ? { mediaType: content.mediaType, body: formText(formFields(body, content)) }
    : messageBody(content, { value: body, generated: true, replaced: false })
  const { body: message } = written
  const bytes =
    typeof message === 'string'
      ? bytesOf(message)
      : message instanceof Uint8Array
        ? message
        : await collected(message)
  return {
    mediaType: instead?.contentType ?? written.mediaType,
    bytes: instead?.body ?? bytes,
  }
}

/** Headers that parameters cannot say (OpenAPI 3.0.3 §4.7.12.1). */
const reserved: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization'])

const acceptOf = ({ operation }: RequestDraft): string => {
  const types = operation.responses.flatMap(({ contents }) =>
    contents.map(({ mediaType }) => mediaType),
  )
  return types.length === 0 ? '*/*' : [...new Set(types), '*/*;q=0.1'].join(', ')
}

const isAccept = ([name]: readonly [string, string]): boolean => name.toLowerCase() === 'accept'

/** Writes a request as it is sent: parameters in their styles, the body in its media type. */
export const writeRequest = async (
  draft: RequestDraft,
  credentials: SentCredentials,
): Promise<WireRequest> => {
  const query = [
    ...withoutNamed(at(draft, 'query'), credentials.query).flatMap(queryPairs),
    ...credentials.query.map((pair) => pair.map(percentEncode).join('=')),
  ]
  const cookies = [
    ...withoutNamed(at(draft, 'cookie'), credentials.cookies).flatMap(cookiePairs),
    ...credentials.cookies.map(([name, value]) => `${name}=${value}`),
  ]
  const { mediaType, bytes } = await bodyOf(draft)
  return {
    method: draft.instead?.method ?? draft.operation.method,
    target: pathOf(draft) + (query.length > 0 ? `?${query.join('&')}` : ''),
    headers: [
      ...((draft.headers ?? []).some(isAccept) ? [] : [['Accept', acceptOf(draft)] as const]),
      ...credentials.headers,
      ...withoutNamed(at(draft, 'header'), credentials.headers)
        .map(headerText)
        .filter(([name]) => !reserved.has(name.toLowerCase())),
      ...(draft.headers ?? []),
      ...(cookies.length > 0 ? [['Cookie', cookies.join('; ')] as const] : []),
      ...(mediaType !== undefined ? [['Content-Type', mediaType] as const] : []),
    ],
    ...(bytes && { body: bytes }),
  }
}
