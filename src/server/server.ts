import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Contract } from '../contract/contract.js'
import type { Violation } from '../errors.js'
import type { Handlers } from '../generated/handlers.js'
import type { HandlerContext, OperationId } from '../handlers/handler-context.js'
import type { JournalEntry } from '../sandbox/journal-entry.js'
import type { JournalFilter } from '../sandbox/journal-filter.js'
import type { OutboxMail } from '../sandbox/outbox.js'
import type { AnyHandler } from './any-handler.js'
import type { ListenOptions } from './listen.js'
import type { CredentialOptions, MintedCredential } from './mint-credential.js'

/** What a surface answers, for people: where it is and each operation as a path that can be opened. */
export interface SurfaceListing {
  readonly title: string
  /** Path of the surface. */
  readonly url: string
  /** Path of the pages of its contract. */
  readonly docs?: string
  /** How many operations it has. */
  readonly count: number
  readonly operations: readonly {
    readonly id: string
    readonly method: string
    /** Path with parameters filled in from examples. */
    readonly url: string
    readonly summary?: string
  }[]
  /** Operations that the root answers as a contract named before does, which has them as well. */
  readonly shadowed?: readonly {
    readonly id: string
    readonly method: string
    /** Path template at the mock of its own contract. */
    readonly url: string
    /** Path template, at its mock, of the operation that the root answers. */
    readonly answeredAs: string
  }[]
}

/** One sandbox of a server, from outside. */
export interface SandboxHandle {
  /** The origin that selects it by host name; of use while the server listens. */
  readonly url: string
  /** `fetch` on this sandbox without a port; a path such as `/auth/user` is enough. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
  /** Puts contents and handlers back to the beginning. */
  readonly reset: () => Promise<void>
  /** Replaces the handler of an operation in this sandbox until its reset. */
  readonly use: {
    <Id extends OperationId>(operationId: Id, handler: Handlers<HandlerContext>[Id]): void
    <Id extends string>(operationId: Id extends OperationId ? never : Id, handler: AnyHandler): void
  }
  /** Its mails, oldest first. */
  readonly outbox: () => Promise<readonly OutboxMail[]>
  /**
   * What was asked of it, and answered, oldest first; secrets are masked.
   * @throws Problem `journal-off`, `not-found` for an operation that there is not.
   */
  readonly journal: (filter?: JournalFilter) => readonly JournalEntry[]
}

/** Connect's form of a request handler, which Express takes as well. */
export type Middleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error?: unknown) => void,
) => void

/** Where a webhook is sent, and with what. */
export interface WebhookOptions {
  /** The URL of the receiver. */
  readonly to: string
  /** The name of a documented example; else the first one, else a body made from the schema. */
  readonly example?: string
  /** A body made from the schema, the same for the same seed. */
  readonly seed?: string | number
  /** The very body, sent as it is. */
  readonly body?: string | Uint8Array
  /** Allows receivers on other machines. */
  readonly allowRemote?: boolean
}

/** What was sent, and what it was answered. */
export interface WebhookResult {
  readonly request: {
    readonly method: string
    readonly url: string
    readonly headers: readonly (readonly [name: string, value: string])[]
    readonly body: Uint8Array | undefined
  }
  readonly answer: {
    readonly status: number
    readonly headers: readonly (readonly [name: string, value: string])[]
    readonly body: Uint8Array
  }
  /** In what the answer breaks the contract. */
  readonly violations: readonly Violation[]
}

/** A webhook of the contract. */
export interface WebhookListing {
  readonly name: string
  readonly method: string
  readonly summary?: string
}

/** A running product: everything it answers can be reached with or without a port. */
export interface Server {
  /** Answers a request without a port. */
  readonly fetch: (request: Request) => Promise<Response>
  /**
   * What opens the control API where other machines reach the server: as it was given, else one that was made
   * for this server.
   */
  readonly controlToken: string
  /** Opens a port. @throws SetupError `port-unavailable`. */
  readonly listen: (
    options?: ListenOptions,
  ) => Promise<{ readonly url: string; readonly port: number }>
  /** Embeds everything in an Express or Connect application, below any path. */
  readonly middleware: () => Middleware
  readonly sandbox: (name?: string) => SandboxHandle
  /** A token of a new session of a user, without password. @throws SetupError `option-invalid`. */
  readonly token: (email: string, sandbox?: string) => Promise<string>
  /**
   * A credential for a security scheme of the contracts: a token, an API key, basic credentials.
   * @throws SetupError `option-invalid` for a scheme that there is not.
   */
  readonly credential: (options?: CredentialOptions) => Promise<MintedCredential>
  /** The webhooks of the contracts. */
  readonly webhooks: () => readonly WebhookListing[]
  /**
   * Sends a webhook of a contract once.
   * @throws SetupError `option-invalid`, `target-forbidden` or `target-unreachable`.
   */
  readonly webhook: (name: string, options: WebhookOptions) => Promise<WebhookResult>
  /** The contracts that are served at the moment, compiled: for tools that look operations up. */
  readonly contracts: () => readonly Contract[]
  /** What is served, with all operations of each surface or the first so many. */
  readonly surfaces: (most?: number) => Promise<readonly SurfaceListing[]>
  /**
   * Loads every contract anew that can be read again, and keeps all state; requests that have begun end
   * as they began. Resolves to the slugs of those that were loaded.
   * @throws SetupError of the first that cannot be used: its last good version goes on serving.
   */
  readonly reload: () => Promise<readonly string[]>
  /** Finishes what was accepted, then releases ports and files. */
  readonly close: () => Promise<void>
}
