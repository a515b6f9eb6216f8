import type { Contract, Operation } from '../contract/contract.js'
import type { ErrorCode, Violation } from '../errors.js'
import type { ReplyHeaders, RequestHeaders } from '../exchange.js'

/** The most bytes of a body that are kept. */
export const keptBodyBytes = 65_536

/** The beginning of a body that is long. */
export interface CutBody {
  readonly content: Uint8Array
  /** The length of the whole body. */
  readonly wholeBytes: number
}

/** A body, or the beginning of it. */
export type KeptBody = string | Uint8Array | CutBody

/** True where the rest of a body is not known. */
export const isCutBody = (body: KeptBody | undefined): body is CutBody =>
  typeof body === 'object' && 'wholeBytes' in body

/** Why the server itself refused a request. */
export interface Refusal {
  readonly code: ErrorCode
  readonly detail: string
  readonly fix: string | undefined
  /** The documented paths nearest to one that does not exist. */
  readonly nearest: readonly string[] | undefined
}

/**
 * One exchange as it is kept: what was there anyway, not looked at. It is made readable, and its secrets
 * are masked, when somebody reads it.
 */
export interface JournalRecord {
  /** Given by the journal. */
  number: number
  /** About how many bytes it takes; given by the journal. */
  bytes: number
  /** When it began, by the clock of the sandbox. */
  readonly time: number
  readonly durationMs: number
  readonly method: string
  /** The raw path without what names the sandbox. */
  readonly path: string
  readonly query: string
  readonly headers: RequestHeaders
  /** Scheme and authority under which the client reached the server. */
  readonly origin: string
  /** The raw path below the origin, as it was sent. */
  readonly fullPath: string
  /** Undefined when nobody has read it. */
  readonly body: KeptBody | undefined
  readonly contract: Contract | undefined
  /** Undefined when no operation was hit. */
  readonly operation: Operation | undefined
  /** The values of the path template, decoded. */
  readonly pathValues: Readonly<Record<string, string>>
  readonly surface: 'mock' | 'sandbox' | undefined
  readonly answeredBy: 'handler' | 'state' | 'mock' | 'fault' | 'script' | undefined
  readonly fault: string | undefined
  readonly violations: readonly Violation[]
  readonly refusal: Refusal | undefined
  /** Undefined when the connection was broken before there was one. */
  readonly status: number | undefined
  readonly replyHeaders: ReplyHeaders
  readonly replyBody: KeptBody | undefined
  /** How the connection was broken. */
  readonly cut: string | undefined
}

const encoder = new TextEncoder()

/** The beginning of a body that is long; a copy, so that the rest is not kept alive. */
export const keptBody = (
  body: string | Uint8Array | undefined,
  declaredBytes?: number,
): KeptBody | undefined => {
  if (body === undefined) return undefined
  if (typeof body !== 'string')
    return body.length <= keptBodyBytes
      ? body
      : { content: body.slice(0, keptBodyBytes), wholeBytes: body.length }
  if (body.length <= keptBodyBytes) return body
  const content = new Uint8Array(keptBodyBytes)
  encoder.encodeInto(body, content)
  return { content, wholeBytes: declaredBytes ?? encoder.encode(body).length }
}

/** What a record takes beside the texts that are counted. */
const overhead = 1024
const perViolation = 256

/** About how many bytes a record takes. */
export const sizeOf = (record: JournalRecord): number => {
  const { path, query, headers, body, replyBody, violations } = record
  let size = overhead + path.length + query.length + violations.length * perViolation
  for (const name in headers) size += headers[name]?.length ?? 0
  return size + lengthOf(body) + lengthOf(replyBody)
}

const lengthOf = (body: KeptBody | undefined): number =>
  body === undefined ? 0 : isCutBody(body) ? keptBodyBytes : body.length
