import jwt from 'jsonwebtoken'
import { areClaims, type CredentialClaims } from './credential-claims.js'
import { createRecentMap } from './recent-map.js'
import type { SigningKey } from './signing-key.js'

/** Signs and verifies the JSON Web Tokens that other contracts than ours are called with. */
export interface AccessTokens {
  /** An access token (RFC 9068). */
  readonly sign: (claims: CredentialClaims) => string
  /** An ID token (OpenID Connect Core 1.0 §2); no operation takes one. */
  readonly signIdToken: (claims: Readonly<Record<string, unknown>>) => string
  /** True for what says that it is an access token of this server. */
  readonly isOurs: (token: string) => boolean
  /** The claims of a token that this server signed, whether it is still good or not. */
  readonly open: (token: string) => CredentialClaims | undefined
}

/** Characters; longer ones are refused before any work is done on them. */
const longestToken = 8192
/** Verified tokens remembered: verifying one takes 0.1 ms. */
const mostRemembered = 1000

const algorithm = 'ES256'

/** Makes the tokens of one server. */
export const createAccessTokens = ({ privateKey, publicKey, jwk }: SigningKey): AccessTokens => {
  const remembered = createRecentMap<CredentialClaims>(mostRemembered)
  const signed = (claims: object, typ: string): string =>
    jwt.sign(claims, privateKey, { algorithm, header: { alg: algorithm, typ, kid: jwk.kid } })
  // No other header is read, so none can confuse (RFC 8725 §3.1), and no ID token passes for another.
  const header = `${(signed({}, 'at+jwt').split('.')[0] as string) ?? ''}.`
  const isOurs = (token: string): boolean =>
    token.length <= longestToken && token.startsWith(header)

  return {
    sign: (claims) => signed(claims, 'at+jwt'),
    signIdToken: (claims) => signed(claims, 'JWT'),
    isOurs,
    open: (token) => {
      const known = remembered.get(token)
      if (known !== undefined) return known
      const claims = isOurs(token) ? signedClaims(token, publicKey) : undefined
      if (claims) remembered.set(token, claims)
      return claims
    },
  }
}

const signedClaims = (
  token: string,
  publicKey: SigningKey['publicKey'],
): CredentialClaims | undefined => {
  try {
    // Times are ours to judge, by the sandbox's clock.
    const options = { algorithms: [algorithm as 'ES256'], ignoreExpiration: true }
    const payload: unknown = jwt.verify(token, publicKey, { ...options, ignoreNotBefore: true })
    return areClaims(payload) ? payload : undefined
  } catch {
    return undefined
  }
}
