import { createAccessTokens } from './access-tokens.js'
import type { Chance } from './chance.js'
import type { CredentialClaims, Subject } from './credential-claims.js'
import { createSealedKeys } from './sealed-keys.js'
import { createSigningKey, derivedSecret, type PublicJwk } from './signing-key.js'

/** What a credential is to say. */
export interface CredentialWish {
  readonly subject: Subject
  readonly sandbox: string
  /** The origin, and path, that the server is reached at. */
  readonly issuer: string
  readonly audience?: string | undefined
  /** Absent: nothing is limited. */
  readonly scope?: string | undefined
  readonly clientId?: string | undefined
  /** How long it lasts, in seconds. */
  readonly lifetime: number
  /** What it is granted with; a new grant when absent. */
  readonly grant?: string | undefined
}

/** Makes the credentials of other contracts than ours, and reads them. */
export interface CredentialMint {
  /** The claims of a new credential. `now` in ms. */
  readonly claims: (
    wish: CredentialWish,
    given: { readonly random: Chance; readonly now: number },
  ) => CredentialClaims
  /** A JSON Web Token, for a bearer. */
  readonly token: (claims: CredentialClaims) => string
  /** A key that nobody can read, for an API key or a password. */
  readonly key: (claims: CredentialClaims, random: Chance) => string
  readonly idToken: (claims: Readonly<Record<string, unknown>>) => string
  /** True for what looks as if this server had made it. */
  readonly isOurs: (credential: string) => boolean
  /** What a credential of this server says, still good or not; undefined for any other. */
  readonly open: (credential: string) => CredentialClaims | undefined
  /** The public keys (RFC 7517 §5). */
  readonly jwks: () => { readonly keys: readonly PublicJwk[] }
  /** A secret of this server for one purpose. */
  readonly secretFor: (purpose: string) => Uint8Array
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

/** Makes the mint of one server; keys are derived when they are first needed. */
export const createCredentialMint = (serverKey: Uint8Array): CredentialMint => {
  let made: ReturnType<typeof createParts> | undefined
  const parts = () => (made ??= createParts(serverKey))
  return {
    claims: (wish, { random, now }) => {
      const iat = Math.floor(now / 1000)
      const { id, name, email } = wish.subject
      return {
        iss: wish.issuer,
        aud: wish.audience ?? wish.sandbox,
        sub: id,
        iat,
        exp: iat + wish.lifetime,
        jti: text(random.bytes(16)),
        sandbox: wish.sandbox,
        grant: wish.grant ?? text(random.bytes(16)),
        ...(wish.scope !== undefined && { scope: wish.scope }),
        ...(wish.clientId !== undefined && { client_id: wish.clientId }),
        ...(name !== undefined && { name }),
        ...(email !== undefined && { email }),
      }
    },
    token: (claims) => parts().tokens.sign(claims),
    key: (claims, random) => parts().keys.seal(claims, random),
    idToken: (claims) => parts().tokens.signIdToken(claims),
    isOurs: (credential) => {
      const { tokens, keys } = parts()
      return tokens.isOurs(credential) || keys.isOurs(credential)
    },
    open: (credential) => parts().tokens.open(credential) ?? parts().keys.open(credential),
    jwks: () => ({ keys: [parts().signing.jwk] }),
    secretFor: (purpose) => derivedSecret(serverKey, purpose, 32),
  }
}

const createParts = (serverKey: Uint8Array) => {
  const signing = createSigningKey(serverKey)
  return { signing, tokens: createAccessTokens(signing), keys: createSealedKeys(serverKey) }
}
