import type { Credentials, UserPrincipal } from '../auth/security.js'
import type { operations } from '../generated/openapi.js'
import type { Handlers } from '../generated/handlers.js'
import type { HandlerReply } from '../handler.js'
import type { Sandbox } from '../sandbox/sandbox.js'

/**
 * What every handler gets beside the request. All of it belongs to one transaction: the principal
 * was read in it, and when the handler throws, nothing that it wrote remains.
 */
export interface HandlerContext {
  readonly sandbox: Sandbox
  /** Who sent the request; undefined to handlers of operations that are open to everybody. */
  readonly principal: UserPrincipal
  /** What the request presented, verified or not. */
  readonly credentials: Credentials
}

/** The operations of the HeyDonto contract. */
export type OperationId = keyof Handlers<HandlerContext>

/** The handler of one operation. */
export type HandlerOf<Id extends OperationId> = Handlers<HandlerContext>[Id]

/** What the handler of one operation gets. */
export type RequestOf<Id extends OperationId> = Parameters<HandlerOf<Id>>[0]

/** What the handler of one operation answers. */
export type ReplyOf<Id extends OperationId> = HandlerReply<operations[Id]>
