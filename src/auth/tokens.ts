import { createSecretKey } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { createRecentMap } from './recent-map.js'
import { sessionLifetime } from './session.js'

/** What a token says, once its signature is verified: who, which session, until when, nothing else. */
export interface TokenClaims {
  /** The user's id. */
  readonly sub: string
  /** The session's id: looked up at every use, so that a session can end before its token. */
  readonly sid: string
  /** Seconds since 1970-01-01T00:00:00Z (RFC 7519 §2, NumericDate). */
  readonly iat: number
  readonly exp: number
}

/** What a token is made of; `now` in ms. */
export interface TokenSubject {
  readonly sandbox: string
  readonly userId: number
  readonly sessionId: string
  readonly now: number
}

/** Signs and verifies the JSON Web Tokens of one server. */
export interface Tokens {
  /** A signed token (RFC 7519) that lasts 24 hours. */
  readonly issue: (subject: TokenSubject) => string
  /** The claims of a token that we signed for this sandbox and that lasts at `now` (ms), else undefined. */
  readonly verify: (
    token: string,
    given: { readonly sandbox: string; readonly now: number },
  ) => TokenClaims | undefined
}

type VerifiedClaims = TokenClaims & { readonly iss: string; readonly aud: string }

const issuer = 'openapi-sandbox'
/** `{"alg":"HS256","typ":"JWT"}`: no other header is read, so none can confuse (RFC 8725 §3.1). */
const header = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9'
/** Characters; ours have less than 400. Longer ones are refused before any work is done on them. */
const longestToken = 4096
/** Verified tokens remembered: 0.04 µs each instead of 18. */
const mostRemembered = 1000

/** Makes the tokens of one server, signed by HMAC-SHA256 (HS256) with this key. */
export const createTokens = (key: Uint8Array): Tokens => {
  const secret = createSecretKey(key)
  const remembered = createRecentMap<VerifiedClaims>(mostRemembered)

  const verified = (token: string): VerifiedClaims | undefined => {
    const known = remembered.get(token)
    if (known !== undefined) return known
    if (token.length > longestToken || !token.startsWith(`${header}.`)) return undefined
    const claims = signedClaims(token, secret)
    if (claims === undefined) return undefined
    remembered.set(token, claims)
    return claims
  }

  return {
    issue: ({ sandbox, userId, sessionId, now }) => {
      const iat = Math.floor(now / 1000)
      const exp = iat + sessionLifetime / 1000
      const claims = { iss: issuer, aud: sandbox, sub: String(userId), sid: sessionId, iat, exp }
      return jwt.sign(claims, secret, { algorithm: 'HS256' })
    },
    verify: (token, { sandbox, now }) => {
      const claims = verified(token)
      // Sandbox and expiry are judged at every use: the memory holds what never changes only.
      if (claims === undefined || claims.aud !== sandbox || now >= claims.exp * 1000) {
        return undefined
      }
      return claims
    },
  }
}

const signedClaims = (
  token: string,
  secret: ReturnType<typeof createSecretKey>,
): VerifiedClaims | undefined => {
  try {
    // Times are ours to judge, by the sandbox's clock.
    const options = { algorithms: ['HS256' as const], issuer, ignoreExpiration: true }
    const payload: unknown = jwt.verify(token, secret, { ...options, ignoreNotBefore: true })
    return isOurs(payload) ? payload : undefined
  } catch {
    return undefined
  }
}

const isOurs = (payload: unknown): payload is VerifiedClaims => {
  if (typeof payload !== 'object' || payload === null) return false
  const claims = payload as Readonly<Record<string, unknown>>
  const names = [claims.iss, claims.aud, claims.sub, claims.sid]
  return (
    names.every((name) => typeof name === 'string' && name !== '') &&
    [claims.iat, claims.exp].every((time) => typeof time === 'number' && Number.isFinite(time)) &&
    // We never issue one; a token that has it is not ours, whatever signed it.
    claims.nbf === undefined
  )
}
