import type { Collection } from '../store/store.js'
import type { CredentialClaims } from './credential-claims.js'

/** What an opaque token is for. */
export type OpaqueKind = 'access' | 'refresh' | 'code'

/** What an authorization code is bound to (RFC 6749 §4.1.3, RFC 7636 §4.4). */
export interface CodeBinding {
  /** As it was in the authorization request; undefined when there was none. */
  readonly redirectUri: string | undefined
  /** The S256 challenge. */
  readonly challenge: string | undefined
  readonly nonce: string | undefined
}

/** A token that says nothing itself, as stored: it cannot be made from its record. */
export interface OpaqueToken {
  /** SHA-256 of the token, base64url. */
  readonly hash: string
  readonly kind: OpaqueKind
  readonly claims: CredentialClaims
  /** When it was exchanged, in seconds: a second use is a theft. */
  readonly usedAt?: number
  readonly code?: CodeBinding
}

/** All opaque tokens of a world. */
export const opaqueTokens: Collection<OpaqueToken> = {
  name: 'opaqueTokens',
  key: (token) => token.hash,
}
