import type { CredentialClaims } from './credential-claims.js'
import { profileOf } from './issue-tokens.js'
import { judgeCredential, type JudgingContext } from './judge-credential.js'
import {
  type OAuthAnswer,
  type OAuthContext,
  type OAuthForm,
  refusedOAuth,
} from './oauth-answer.js'
import { findToken } from './keep-token.js'
import { isRevoked, revoke } from './revocation.js'

/** The claims of an access or a refresh token that is good in this sandbox. */
const goodClaims = async (
  token: string,
  context: JudgingContext,
): Promise<(CredentialClaims & { readonly isRefresh?: true }) | undefined> => {
  const judged = await judgeCredential(token, context)
  if (judged.is === 'good') return judged.claims
  const kept = await findToken(context.state, token, 'refresh')
  if (!kept || kept.usedAt !== undefined || context.clock.now() >= kept.claims.exp * 1000)
    return undefined
  return (await isRevoked(context.state, kept.claims))
    ? undefined
    : { ...kept.claims, isRefresh: true }
}

/** Says whether a token is good, and what it says (RFC 7662). */
export const introspectToken = async (
  context: OAuthContext,
  form: OAuthForm,
): Promise<OAuthAnswer> => {
  const token = form.get('token')
  if (token === undefined) return refusedOAuth('invalid_request', 'The token is missing')
  const claims = await goodClaims(token, context)
  if (!claims) return { status: 200, body: { active: false } }
  const { scope, client_id, sub, aud, iss, exp, iat, jti, name, email, isRefresh } = claims
  return {
    status: 200,
    body: {
      ...{ active: true, scope, client_id, sub, aud, iss, exp, iat, jti },
      ...{ username: name ?? email ?? sub, token_type: isRefresh ? 'refresh_token' : 'Bearer' },
    },
  }
}

/** Ends a token; with a refresh token all that was granted with it (RFC 7009 §2.1). */
export const revokeToken = async (context: OAuthContext, form: OAuthForm): Promise<OAuthAnswer> => {
  const token = form.get('token')
  if (token === undefined) return refusedOAuth('invalid_request', 'The token is missing')
  const claims = await goodClaims(token, context)
  const what = claims?.isRefresh ? 'grant' : 'credential'
  if (claims) await revoke(context.state, claims, what, context.clock.now())
  // What was no token is none now either: nobody learns which it was.
  return { status: 200, body: {} }
}

/** Who an access token is for (OpenID Connect Core 1.0 §5.3). */
export const userInfo = async (
  context: OAuthContext,
  authorization: string | undefined,
): Promise<OAuthAnswer> => {
  const [, token = ''] = /^bearer +(\S+)$/i.exec(authorization ?? '') ?? []
  const judged = await judgeCredential(token, context)
  if (judged.is !== 'good')
    return refusedOAuth('invalid_token', 'The access token is not good here')
  return { status: 200, body: { sub: judged.claims.sub, ...profileOf(judged.claims) } }
}
