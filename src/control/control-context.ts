import type { RequestHeaders } from '../exchange.js'
import type { ControlHandlers } from '../generated/handlers.js'
import type { Sandbox } from '../sandbox/sandbox.js'

/** What the handlers of the control API get beside the request. */
export interface ControlContext {
  readonly principal: undefined
  /** The name of the sandbox that the request selects. */
  readonly sandbox: string
  /** Runs work on that sandbox as one transaction; it may run several times. */
  readonly transaction: <T>(work: (sandbox: Sandbox) => Promise<T>) => Promise<T>
  /** Where the client reaches the server, without a final slash. */
  readonly serverUrl: string
  /** Aborted when the client has gone away; undefined where nobody can tell. */
  readonly signal: AbortSignal | undefined
  /** Names in lower case. */
  readonly headers: RequestHeaders
}

/** The handlers of the control API, by operationId. */
export type AllControlHandlers = ControlHandlers<ControlContext>
