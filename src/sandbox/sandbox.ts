import type { Auth } from '../auth/auth.js'
import type { SessionCookie } from '../auth/session-cookie.js'
import type { Transaction } from '../store/store.js'
import type { Clock } from './clock.js'
import type { Random } from './random.js'

/** What the person who started the server chose for every sandbox. */
export interface SandboxSettings {
  /** Who may call the user management operations: any signed-in user, or those with role ADMIN. */
  readonly authorization: 'any' | 'admin'
  /** The origin (and base path) of the front end that links in mails lead to, without a final slash. */
  readonly appUrl: string
}

/** One client's world during one exchange: what a handler acts on. */
export interface Sandbox {
  readonly name: string
  /** The world's records. Everything a handler does with it is one transaction. */
  readonly state: Transaction
  readonly clock: Clock
  readonly random: Random
  readonly auth: Auth
  /** The session cookie as this exchange must write it (scheme, sandbox path). */
  readonly cookie: SessionCookie
  readonly settings: SandboxSettings
  /** Puts the world, and the handlers replaced in it, back to the beginning. */
  readonly reset: () => void
}
