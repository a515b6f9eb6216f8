import type { Contract, Operation } from '../contract/contract.js'
import type { SampleValues } from '../resources/records/sample-values.js'

/** A contract as the docs site shows it. */
export interface DocsContract {
  readonly contract: Contract
  /** Path of its pages, without final slash: `/apis/authentication/openapi`, `/_docs/SLUG`. */
  readonly base: string
  /** Path of its mock; undefined where it has none. */
  readonly mockBase: string | undefined
  /** Path below which its operations are answered with state; empty at the root. */
  readonly sandboxBase: string
  /** What its pages ask of the sandbox of a visitor. */
  readonly visitors: VisitorSandboxes
}

/** Who asks for a page, as far as pages depend on it. */
export interface DocsPlace {
  /** Scheme, host and mount under which the client reaches the server, without final slash. */
  readonly origin: string
  /** The sandbox that the request names; undefined when it names none. */
  readonly sandbox: string | undefined
  readonly visitor: Visitor
}

/** Whose sandbox a page tries operations in. */
export interface Visitor {
  readonly name: string
  /** True for a name that nobody had before: its sandbox has its first contents. */
  readonly isFresh: boolean
}

/** A request as its samples have it. */
export interface SampledRequest {
  readonly operation: Operation
  readonly samples: SampleValues
}

/** Somebody whom a visitor may log in as. */
export interface TryPerson {
  /** What credentials are asked for by: an address, a name or an identity. */
  readonly user: string
  readonly label: string
}

/** What the pages of a contract ask of the sandbox of a visitor; nothing in it is changed. */
export interface VisitorSandboxes {
  /** The requests with values that the sandbox has, so that they succeed. */
  readonly requests: (
    visitor: Visitor,
    wanted: readonly SampledRequest[],
  ) => Promise<readonly SampleValues[]>
  /** Who may log in, the first so many. */
  readonly people: (visitor: Visitor) => Promise<readonly TryPerson[]>
}
