import { createHash } from 'node:crypto'
import { type CredentialClaims, scopesOf, type Subject } from './credential-claims.js'
import type { OAuthContext } from './oauth-answer.js'
import { drawToken, keepToken } from './keep-token.js'

/** How long tokens last, in seconds: an access token an hour, a refresh token 30 days. */
export const tokenLifetime = { access: 60 * 60, refresh: 30 * 24 * 60 * 60 } as const

/** What was granted, and to whom. */
export interface Grant {
  readonly subject: Subject
  readonly clientId: string
  readonly scope: string | undefined
  readonly audience?: string | undefined
  /** What it belongs to; a new one when absent. */
  readonly id?: string | undefined
  readonly nonce?: string | undefined
  /** True where a refresh token goes with it. */
  readonly isLasting: boolean
}

/** The members of a successful answer (RFC 6749 §5.1). */
export interface IssuedTokens extends Readonly<Record<string, unknown>> {
  readonly access_token: string
  readonly token_type: 'Bearer'
  readonly expires_in: number
  readonly refresh_token?: string
  readonly id_token?: string
  readonly scope?: string
}

/** Issues the tokens of a grant. */
export const issueTokens = async (context: OAuthContext, grant: Grant): Promise<IssuedTokens> => {
  const { auth, random, clock } = context
  const now = clock.now()
  const wish = {
    ...{ subject: grant.subject, sandbox: context.name, issuer: context.issuer },
    ...{ audience: grant.audience, scope: grant.scope, clientId: grant.clientId },
  }
  const { access, refresh } = tokenLifetime
  const given = { random, now }
  const claims = auth.credentials.claims({ ...wish, lifetime: access, grant: grant.id }, given)
  const accessToken = auth.credentials.token(claims)
  let refreshToken: string | undefined
  if (grant.isLasting) {
    refreshToken = drawToken('refresh', random)
    const lasting = { ...wish, lifetime: refresh, grant: claims.grant }
    const kept = { kind: 'refresh' as const, claims: auth.credentials.claims(lasting, given) }
    await keepToken(context.state, refreshToken, kept, given)
  }
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: access,
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
    ...(scopesOf(grant.scope).includes('openid') && {
      id_token: idToken(context, claims, accessToken, grant),
    }),
    ...(grant.scope !== undefined && { scope: grant.scope }),
  }
}

/** An ID token (OpenID Connect Core 1.0 §2, §3.1.3.6): for the client, not for the API. */
const idToken = (
  { auth }: OAuthContext,
  claims: CredentialClaims,
  accessToken: string,
  { clientId, nonce }: Grant,
): string => {
  const hash = createHash('sha256').update(accessToken).digest().subarray(0, 16)
  return auth.credentials.idToken({
    ...{ iss: claims.iss, sub: claims.sub, aud: clientId, iat: claims.iat, exp: claims.exp },
    ...{ auth_time: claims.iat, at_hash: hash.toString('base64url') },
    ...(nonce !== undefined && { nonce }),
    ...profileOf(claims),
  })
}

/** What an ID token and the userinfo endpoint say of a user, as far as their scopes reach. */
export const profileOf = (claims: CredentialClaims): Readonly<Record<string, unknown>> => {
  const scopes = claims.scope === undefined ? ['profile', 'email'] : scopesOf(claims.scope)
  const { name, email, sub } = claims
  return {
    ...(scopes.includes('profile') && { name: name ?? sub, preferred_username: name ?? sub }),
    ...(scopes.includes('email') && email !== undefined && { email, email_verified: true }),
  }
}
