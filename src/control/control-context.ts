import type { HandlerContext } from '../handlers/handler-context.js'

/** What the handlers of the control API get beside the request. */
export interface ControlContext extends HandlerContext {
  /** Where the client reaches the server, without a final slash. */
  readonly serverUrl: string
}
