import { scopesOf } from './credential-claims.js'
import { type IssuedTokens, issueTokens } from './issue-tokens.js'
import {
  type OAuthAnswer,
  type OAuthContext,
  type OAuthForm,
  refusedOAuth,
} from './oauth-answer.js'
import { findToken } from './keep-token.js'
import { opaqueTokens } from './opaque-token.js'
import { isRevoked, revoke } from './revocation.js'

/**
 * Exchanges a refresh token for new tokens, a new refresh token among them (RFC 6749 §6). One that was
 * exchanged before has been stolen: everything granted with it ends (RFC 9700 §4.14.2).
 *
 * @param clientId The client that asks; undefined where none has to be named.
 */
export const rotateRefreshToken = async (
  context: OAuthContext,
  clientId: string | undefined,
  form: OAuthForm,
): Promise<IssuedTokens | OAuthAnswer> => {
  const { state, clock } = context
  const now = clock.now()
  const token = form.get('refresh_token')
  if (token === undefined) return refusedOAuth('invalid_request', 'The refresh_token is missing')
  const found = await findToken(state, token, 'refresh')
  if (!found) return refusedOAuth('invalid_grant', 'There is no such refresh token')
  const { claims } = found
  if (found.usedAt !== undefined) {
    await revoke(state, claims, 'grant', now)
    return refusedOAuth('invalid_grant', 'The refresh token was used before: its grant is revoked')
  }
  if (now >= claims.exp * 1000)
    return refusedOAuth('invalid_grant', 'The refresh token has expired')
  if (clientId !== undefined && claims.client_id !== clientId)
    return refusedOAuth('invalid_grant', 'The refresh token was given to another client')
  if (await isRevoked(state, claims)) return refusedOAuth('invalid_grant', 'The grant was revoked')
  const scope = form.get('scope') ?? claims.scope
  const granted = new Set(scopesOf(claims.scope))
  if (claims.scope !== undefined && !scopesOf(scope).every((one) => granted.has(one)))
    return refusedOAuth('invalid_scope', 'The grant has fewer scopes than were asked for')
  state.put(opaqueTokens, { ...found, usedAt: Math.floor(now / 1000) })
  return issueTokens(context, {
    subject: { id: claims.sub, name: claims.name, email: claims.email },
    ...{ clientId: claims.client_id ?? '', scope, id: claims.grant, isLasting: true },
    ...(claims.aud !== context.name && { audience: claims.aud }),
  })
}
