import type { Request } from 'openapi-backend'
import type { Operation } from '../contract/contract.js'
import type { RequestValues } from '../contract/read-request.js'
import type { RequestHeaders } from '../exchange.js'
import { bytesOf } from '../lib/text-bytes.js'

/** A request of openapi-backend; ours come already matched, and are read by the validator. */
export interface BackendRequest extends Request {
  readonly matched?: {
    readonly operation: Operation
    readonly path: Readonly<Record<string, string>>
    readonly rawPath: Readonly<Record<string, string>> | undefined
  }
  /** What the validator read; set by it. */
  values?: RequestValues
}

/** Headers with lower-cased names and one value each. */
export const headersOf = (request: Request): RequestHeaders =>
  Object.fromEntries(
    Object.entries(request.headers ?? {}).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  )

/** A body of any kind as the bytes that would have been sent. */
export const bytesOfBody = (body: unknown): Uint8Array => {
  if (body === undefined || body === null) return new Uint8Array()
  if (body instanceof Uint8Array) return body
  return bytesOf(typeof body === 'string' ? body : JSON.stringify(body))
}

/** The query as it would have been sent, without `?`. */
export const queryOf = (request: Request): string => {
  if (typeof request.query === 'string') return request.query.replace(/^\?/, '')
  if (request.query === undefined) return request.path.split('?')[1] ?? ''
  const pairs = Object.entries(request.query).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  )
  return new URLSearchParams(pairs).toString()
}
