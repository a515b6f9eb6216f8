import type { ControlClient } from '../control-client/control-client.js'
import type { OperationId } from '../handlers/handler-context.js'
import type { Server } from '../server/server.js'
import type { LoginAs } from './login-as.js'

/** Where a sandbox for tests is, and how it goes away. */
export interface SandboxPlace {
  readonly name: string
  /** The origin that selects it. */
  readonly url: string
  /** The server as it was named, where it is not in this process. */
  readonly serverUrl: string | undefined
  /** The server, where it is in this process. */
  readonly server: Server | undefined
  readonly control: ControlClient
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
  /** Gives back what was opened for it; the sandbox is gone by then. */
  readonly release: () => Promise<void>
}

type Topics = Pick<
  ControlClient,
  'clock' | 'outbox' | 'state' | 'seed' | 'snapshots' | 'tokens' | 'reset'
>

/**
 * A sandbox that belongs to one test, one file or one worker. `Operation` are the operationIds that a
 * compiler lets pass.
 */
export interface TestSandbox<Operation extends string = OperationId>
  extends
    AsyncDisposable,
    Topics,
    Pick<ControlClient<Operation>, 'faults' | 'scripts' | 'journal'> {
  readonly name: string
  /**
   * An origin that is this sandbox and nothing else: for `new URL('/auth/login', sandbox.url)`, axios,
   * `baseURL`, environment variables of applications. No header is needed.
   */
  readonly url: string
  /** What selects the sandbox in requests to the server itself. */
  readonly headers: { readonly 'X-Sandbox': string }
  /** `fetch` in this sandbox; a path such as `/auth/user` is enough. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
  /** Who signs in, without a password: `token`, `headers` and a `fetch` that sends them. */
  readonly loginAs: LoginAs
  /** Saves what the sandbox holds; resolves to the name of the snapshot. */
  readonly snapshot: (name?: string) => Promise<string>
  /** Puts it back to a snapshot, the last one saved here when none is named. */
  readonly restore: (name?: string) => Promise<void>
  /** The whole control API. */
  readonly control: ControlClient<Operation>
  /** The URL of a server outside this process. */
  readonly serverUrl: string | undefined
  /** The server, where it is in this process: `sandbox.server?.sandbox(sandbox.name).use(…)`. */
  readonly server: Server | undefined
  /** Deletes the sandbox, and ends what was opened for it. */
  readonly close: () => Promise<void>
}
