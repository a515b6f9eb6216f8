import type { Contract } from '../contract/contract.js'

/** A contract as the docs site shows it. */
export interface DocsContract {
  readonly contract: Contract
  /** Path of its pages, without final slash: `/apis/authentication/openapi`, `/_docs/SLUG`. */
  readonly base: string
  /** Path of its mock; undefined where it has none. */
  readonly mockBase: string | undefined
  /** Path below which its operations are answered with state; empty at the root. */
  readonly sandboxBase: string
  /** The YAML file of the package that it was read from; undefined for contracts that are not ours. */
  readonly file: string | undefined
}

/** Who asks for a page, as far as pages depend on it. */
export interface DocsPlace {
  /** Scheme, host and mount under which the client reaches the server, without final slash. */
  readonly origin: string
  /** The sandbox that the request names; undefined when it names none. */
  readonly sandbox: string | undefined
}
