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
  readonly visitors: LookIntoSandboxes
  /** The YAML file of the package that it was read from; undefined for contracts that are not ours. */
  readonly file: string | undefined
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

/** A security scheme that a credential can be made for, as far as whoever sends one has to know it. */
export interface TryScheme {
  readonly name: string
  readonly type: string
  /** Of type http. */
  readonly scheme?: string | undefined
  /** What stands in the place of a credential until somebody logs in. */
  readonly placeholder: string
  /** Of type oauth2: the names of its flows. */
  readonly flows: readonly string[]
}

/** How a visitor logs in. */
export interface TryLogin {
  /** The operation of the control API: sessions of users, or credentials of any scheme. */
  readonly operation: 'tokens' | 'credentials'
  readonly schemes: readonly TryScheme[]
}

/** What the pages of a contract ask of the sandbox of a visitor; nothing in it is changed. */
export interface VisitorSandboxes {
  /** Undefined where nobody logs in. */
  readonly login: TryLogin | undefined
  /** The requests with values that the sandbox has, so that they succeed. */
  readonly requests: (
    visitor: Visitor,
    wanted: readonly SampledRequest[],
  ) => Promise<readonly SampleValues[]>
  /** Who may log in, the first so many. */
  readonly people: (visitor: Visitor) => Promise<readonly TryPerson[]>
}

/** Loaded when the first page wants to know. */
export type LookIntoSandboxes = () => Promise<VisitorSandboxes>
