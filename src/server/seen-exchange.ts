import type { Contract, Operation } from '../contract/contract.js'
import type { Problem } from '../errors.js'
import type { Reply, RequestHeaders } from '../exchange.js'

/** One exchange, told when it is answered and before the client has the answer. */
export interface SeenExchange {
  readonly method: string
  /** The raw path without what names a sandbox, still percent-encoded. */
  readonly path: string
  /** The raw query without its `?`. */
  readonly query: string
  readonly headers: RequestHeaders
  /** The body, unpacked; undefined when it could not be read. */
  readonly body: Uint8Array | undefined
  /** What the request was for; undefined when it hit no operation. */
  readonly hit?: {
    readonly surface: 'mock' | 'sandbox' | 'control'
    readonly contract: Contract
    readonly operation: Operation
    /** Values of the path template, decoded. */
    readonly path: Readonly<Record<string, string>>
    /** The same as they were written, where separators are percent-encoded. */
    readonly rawPath: Readonly<Record<string, string>> | undefined
  }
  /** Why it was refused by the server itself, and not by an operation's answer. */
  readonly refusal?: Problem
  /** True when the client has asked for this very answer (`Prefer: code=500`). */
  readonly isForced: boolean
  /** True when the answer was set: by a fault rule, by a script, or by `Prefer: fault=503`. */
  readonly isSet: boolean
  readonly reply: Reply
  readonly durationMs: number
}

/** Takes exchanges as they are answered; must not throw. */
export type OnExchange = (seen: SeenExchange) => void
