import type { ReplyHeaders } from '../exchange.js'

/** A request as it is sent. */
export interface WireRequest {
  readonly method: string
  /** Path and query below the base URL, percent-encoded: `/pets/1?limit=10`. */
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: Uint8Array | undefined
}

/** A reply as it came. */
export interface WireReply {
  readonly status: number
  /** Names and values in turn, as they came. */
  readonly headers: ReplyHeaders
  readonly bytes: Uint8Array
  /** True when the body went on: it was too long, or a stream. */
  readonly isCut?: boolean | undefined
  /** From the first byte sent to the last one received. */
  readonly milliseconds: number
}

/** A request without an answer: why. */
export interface WireFailure {
  readonly failure: string
  readonly milliseconds: number
}

/** What came of a request. */
export type WireAnswer = WireReply | WireFailure

/** True for a reply, false for a broken connection. */
export const isReply = (answer: WireAnswer): answer is WireReply => 'status' in answer

/** The first value of a header, whatever the case of its name. */
export const replyHeader = ({ headers }: WireReply, name: string): string | undefined => {
  const at = headers.findIndex(
    (text, index) => index % 2 === 0 && text.toLowerCase() === name.toLowerCase(),
  )
  return at < 0 ? undefined : headers[at + 1]
}

/** Sends one request to the server that is verified. Never rejects. */
export type Send = (request: WireRequest) => Promise<WireAnswer>
