export { createServer } from './server/create-server.js'
export type {
  Middleware,
  SandboxHandle,
  Server,
  SurfaceListing,
  WebhookListing,
  WebhookOptions,
  WebhookResult,
} from './server/server.js'
export type { HandlerMap, ServerOptions } from './server/server-options.js'
export type { CredentialOptions, MintedCredential } from './server/mint-credential.js'
export type { Principal } from './auth/principal.js'
export type { ListenOptions } from './server/listen.js'
export type { AnyHandler, AnyReply, AnyRequest } from './server/any-handler.js'
export type { AnsweredBy, Log, LogEntry, RequestEntry } from './server/log-entry.js'
export type { HandlerContext, HandlerOf, OperationId } from './handlers/handler-context.js'
export type { Handlers } from './generated/handlers.js'
export type { Sandbox, SandboxSettings } from './sandbox/sandbox.js'
export type { OutboxMail } from './sandbox/outbox.js'
export type {
  Comparison,
  Conditions,
  Key,
  KeyPart,
  ListQuery,
  NewPlace,
  Page,
  PagePlace,
  PageQuery,
  ResourceRecords,
  Resources,
} from './resources/records/resources.js'
export type {
  AnyOperation,
  ContractContext,
  ContractHandler,
  DocumentedReply,
  ItemIn,
  RecordIn,
} from './server/contract-handler.js'
export type { HandlerTools, ReplyExtras } from './resources/records/handler-tools.js'
export type { Collection, Transaction } from './store/store.js'
export { Problem, SetupError } from './errors.js'
export type { ErrorCode, ProblemDetails, SourcePlace, Violation } from './errors.js'
