import { errors } from '../errors.js'
import type { components } from '../generated/control.js'
import { base64Of, bytesOf, strictTextOf } from '../lib/text-bytes.js'
import { requestCurl } from '../samples/request-curl.js'
import type { ExchangeMask } from './journal-mask.js'
import { isCutBody, type JournalRecord, type KeptBody } from './journal-record.js'

/** An exchange as the control API tells it: as text, without secrets. */
export type JournalEntry = components['schemas']['JournalEntry']

type JournalMessage = components['schemas']['JournalMessage']
type Pair = JournalMessage['headers'][number]

const bytesOfBody = (body: KeptBody): Uint8Array =>
  typeof body === 'string' ? bytesOf(body) : isCutBody(body) ? body.content : body

/** Where a text was cut off, up to three bytes are the beginning of a character. */
const textOfBeginning = (bytes: Uint8Array): string | undefined => {
  for (let less = 0; less <= 3; less++) {
    const text = strictTextOf(bytes.subarray(0, bytes.length - less))
    if (text !== undefined) return text
  }
  return undefined
}

type ShownBody = Pick<JournalMessage, 'body' | 'bodyBytes' | 'isBinary'>

const shownBody = (body: KeptBody | undefined, mask: ExchangeMask): ShownBody => {
  if (body === undefined) return {}
  const bytes = bytesOfBody(body)
  const shown = mask.bytes(bytes)
  const text = isCutBody(body) ? textOfBeginning(shown) : strictTextOf(shown)
  const bodyBytes = isCutBody(body) ? body.wholeBytes : bytes.length
  return text === undefined
    ? { body: base64Of(shown), isBinary: true, bodyBytes }
    : { body: text, bodyBytes }
}

const requestHeaders = ({ headers }: JournalRecord, mask: ExchangeMask): readonly Pair[] =>
  Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value: mask.header(name, value) }],
  )

const replyHeaders = (record: JournalRecord, mask: ExchangeMask): readonly Pair[] =>
  record.replyHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [{ name, value: mask.header(name, record.replyHeaders[at + 1] ?? '') }] : [],
  )

/** Headers of the connection and of how the body came, which curl says itself. */
const ofConnection = new Set([
  ...['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'te', 'upgrade'],
  ...['content-encoding', 'accept-encoding'],
])

/** The URL of an exchange, without secrets. */
export const shownUrl = (record: JournalRecord, mask: ExchangeMask): string => {
  const { origin, fullPath, query } = record
  return origin + mask.text(query === '' ? fullPath : `${fullPath}?${query}`)
}

/** Undefined where the whole body is not known. */
const curlOf = (record: JournalRecord, mask: ExchangeMask, hadBody: boolean) => {
  const { method, origin, body } = record
  if (body === undefined ? hadBody : isCutBody(body)) return undefined
  const headers = requestHeaders(record, mask)
    .filter(({ name }) => !ofConnection.has(name))
    .map(({ name, value }) => [name, value] as const)
  const target = shownUrl(record, mask).slice(origin.length)
  const sent = body === undefined ? undefined : mask.bytes(bytesOfBody(body))
  return requestCurl(origin, { method, target, headers, ...(sent && { body: sent }) })
}

/** True for a message whose headers announce a body. */
const announcesBody = ({ headers }: JournalRecord): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

const requestOf = (record: JournalRecord, mask: ExchangeMask): JournalMessage => {
  const { method, path, query, body, headers } = record
  return {
    ...{ method, path: mask.text(path), query: mask.text(query) },
    headers: requestHeaders(record, mask),
    bodyBytes: Number(headers['content-length'] ?? 0) || 0,
    ...shownBody(body, mask),
  }
}

const responseOf = (record: JournalRecord, mask: ExchangeMask): JournalMessage => {
  const { status, cut } = record
  return {
    ...(status !== undefined && { status }),
    headers: replyHeaders(record, mask),
    bodyBytes: 0,
    ...shownBody(record.replyBody, mask),
    ...(cut !== undefined && { cut }),
  }
}

const violationsOf = ({ violations }: JournalRecord, mask: ExchangeMask) =>
  violations.map((one) => {
    const { location, pointer, rule } = one
    return { location, pointer, rule, message: mask.violation(one) }
  })

/** What a refusal says often repeats what the violations say. */
const refusalOf = ({ refusal, violations }: JournalRecord, mask: ExchangeMask) => {
  if (!refusal) return undefined
  const { code, detail } = refusal
  const shown = violations.reduce(
    (text, one) => text.replaceAll(one.message, () => mask.violation(one)),
    detail,
  )
  return { code, detail: mask.text(shown), fix: refusal.fix ?? errors[code].fix }
}

/** Tells an exchange. */
export const journalEntry = (record: JournalRecord, mask: ExchangeMask): JournalEntry => {
  const { number, time, durationMs, operation, contract, surface, answeredBy, fault } = record
  const refusal = refusalOf(record, mask)
  const curl = curlOf(record, mask, announcesBody(record))
  return {
    ...{ number, time: new Date(time).toISOString(), durationMs },
    ...(operation && { operationId: operation.id }),
    ...(contract && { contract: contract.slug }),
    ...(surface && { surface }),
    ...(answeredBy && { answeredBy }),
    request: requestOf(record, mask),
    response: responseOf(record, mask),
    violations: violationsOf(record, mask),
    ...(refusal && { refusal }),
    ...(record.refusal?.nearest && { nearest: [...record.refusal.nearest] }),
    ...(fault !== undefined && { fault }),
    ...(curl !== undefined && { curl }),
  }
}
