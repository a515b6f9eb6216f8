import type { ErrorCode, Problem } from '../../errors.js'
import type { Resources } from './resources.js'

/** What a reply has beside its body; a header that is undefined is not sent. */
export interface ReplyExtras {
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The members that the client wants of each record: a list, or text with commas between them. */
  readonly fields?: unknown
}

/** A reply as a handler returns it. */
export interface ToolReply {
  readonly status: number
  readonly body?: unknown
  readonly headers: Readonly<Record<string, readonly string[]>>
}

/** What a handler acts with, beside the request itself. */
export interface HandlerTools {
  /** The records that inferred state keeps. */
  readonly resources: Resources
  /**
   * A reply in the representation that the contract documents for its status: each record in the body
   * is said in the schema of its place, required members that it lacks are made up, documented headers
   * are filled in, and the media type is the one that the client prefers. Without a body: the documented
   * one.
   * @throws Problem `not-acceptable` (406).
   */
  readonly reply: (status: number, body?: unknown, extras?: ReplyExtras) => Promise<ToolReply>
  /**
   * A refusal to throw: it is answered in the shape that the contract documents for its status. The codes
   * are those of docs/errors.md: `not-found`, `conflict`, `permission-missing`, `request-invalid`.
   */
  readonly refuse: (code: ErrorCode, detail: string, fix?: string) => Problem
  /** The path and query of the request with these parameters in its query; undefined removes one. */
  readonly url: (changes?: Readonly<Record<string, unknown>>) => string
}
