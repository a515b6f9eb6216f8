import type { Principal } from '../auth/principal.js'
import type { Credentials } from '../auth/security.js'
import type { RequestHeaders } from '../exchange.js'
import type { HandlerTools } from '../resources/records/handler-tools.js'
import type { Sandbox } from '../sandbox/sandbox.js'

/** What a handler gets, whatever its contract: the typed handlers of a contract narrow it. */
export interface AnyRequest extends HandlerTools {
  readonly params: Readonly<Record<string, unknown>>
  readonly query: Readonly<Record<string, unknown>>
  readonly body: unknown
  /** The headers of the request, names in lower case. */
  readonly headers: RequestHeaders
  /** Scheme and authority, as the client wrote them: `http://localhost:4010`. */
  readonly origin: string
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
