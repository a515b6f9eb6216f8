import type { components } from '../generated/control.js'
import type { ControlCall, ResultOf } from './control-call.js'

/** How a sandbox is made: name, what it begins with, limits. */
export type SandboxWish = components['schemas']['SandboxRequest']

/** A sandbox that was made. */
export type NewSandbox = components['schemas']['NewSandbox']

/** A sandbox in the list. */
export type SandboxSummary = components['schemas']['SandboxSummary']

/** A sandbox with all that is known of it. */
export type SandboxDetails = components['schemas']['SandboxDetails']

/** The sandboxes of a server. */
export interface SandboxesClient {
  readonly list: () => Promise<readonly SandboxSummary[]>
  /** Makes one; without a name it gets one that nobody can guess. */
  readonly create: (wish?: SandboxWish) => Promise<NewSandbox>
  readonly get: (name: string) => Promise<SandboxDetails>
  /** Deletes it with all that belongs to it. */
  readonly remove: (name: string) => Promise<void>
}

/** The methods of sandboxes. */
export const createSandboxesClient = (call: ControlCall): SandboxesClient => ({
  list: async () => (await call('listSandboxes')).sandboxes,
  create: (body = {}) => call('createSandbox', { body }),
  get: (name) => call('getSandbox', { path: { name } }),
  remove: (name) => call('deleteSandbox', { path: { name } }),
})

/** A credential for a security scheme, and how it is sent. */
export type Credential = ResultOf<'createCredential'>

/** Tokens and credentials, for tests that do not test the login. */
export interface TokensClient {
  /** A token of a new session of a user, without their password. */
  readonly create: (email: string) => Promise<string>
  /** A credential for any security scheme of the contract. */
  readonly credential: (wish?: components['schemas']['CredentialRequest']) => Promise<Credential>
}

/** The methods of tokens. */
export const createTokensClient = (call: ControlCall): TokensClient => ({
  create: async (email) => (await call('createToken', { body: { email } })).token,
  credential: (body = {}) => call('createCredential', { body }),
})
