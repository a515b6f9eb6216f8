import type { Principal } from './principal.js'

/** What a minted credential says (RFC 7519 §4.1, RFC 9068 §2.2), whatever its form. */
export interface CredentialClaims {
  readonly iss: string
  readonly aud: string
  /** Who: the identity of a user or of a client. */
  readonly sub: string
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly iat: number
  readonly exp: number
  /** Unique for each credential. */
  readonly jti: string
  /** The sandbox it is good for, and no other. */
  readonly sandbox: string
  /** What it was granted with: one login, one consent. All of it ends together. */
  readonly grant: string
  /** Separated by spaces; absent: nothing is limited. */
  readonly scope?: string
  readonly client_id?: string
  readonly name?: string
  readonly email?: string
}

/** Who a credential is for. */
export interface Subject {
  readonly id: string
  readonly name?: string | undefined
  readonly email?: string | undefined
}

/** Who is meant where nobody is named: a user of the default seed. */
export const usualUser = 'user@example.com'

/** A name that was typed, as a subject: an address is one as well. */
export const subjectNamed = (name: string): Subject =>
  /^[^@\s]+@[^@\s]+$/.test(name) ? { id: name, email: name } : { id: name, name }

/** Who a credential is from. */
export const principalOf = (claims: CredentialClaims): Principal => ({
  id: claims.sub,
  ...(claims.name !== undefined && { name: claims.name }),
  ...(claims.email !== undefined && { email: claims.email }),
  claims: { ...claims },
})

/** The single scopes of a text. */
export const scopesOf = (scope: string | undefined): readonly string[] => [
  ...new Set((scope ?? '').split(' ').filter((one) => one !== '')),
]

/** True for what was read from a credential of ours: nothing of it may be missing. */
export const areClaims = (value: unknown): value is CredentialClaims => {
  if (typeof value !== 'object' || value === null) return false
  const claims = value as Readonly<Record<string, unknown>>
  const texts = ['iss', 'aud', 'sub', 'jti', 'sandbox', 'grant']
  return (
    texts.every((name) => typeof claims[name] === 'string') &&
    ['iat', 'exp'].every((name) => Number.isFinite(claims[name]))
  )
}
