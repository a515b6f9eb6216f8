import type { Principal } from '../auth/principal.js'
import type { Credentials } from '../auth/security.js'
import type { Sandbox } from '../sandbox/sandbox.js'

/** What a handler gets, whatever its contract: the typed handlers of a contract narrow it. */
export interface AnyRequest {
  readonly params: Readonly<Record<string, unknown>>
  readonly query: Readonly<Record<string, unknown>>
  readonly body: unknown
  readonly sandbox: Sandbox
  readonly principal: Principal | undefined
  readonly credentials: Credentials
}

/** What a handler answers, whatever its contract. */
export interface AnyReply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
}

/** A handler of any contract. */
export type AnyHandler = (request: AnyRequest) => AnyReply | Promise<AnyReply>
