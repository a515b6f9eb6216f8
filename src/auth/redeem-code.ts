import { createHash, timingSafeEqual } from 'node:crypto'
import type { Subject } from './credential-claims.js'
import { type IssuedTokens, issueTokens } from './issue-tokens.js'
import {
  type OAuthAnswer,
  type OAuthContext,
  type OAuthForm,
  refusedOAuth,
} from './oauth-answer.js'
import type { OAuthClient } from './oauth-client.js'
import { drawToken, findToken, keepToken } from './keep-token.js'
import { type CodeBinding, opaqueTokens } from './opaque-token.js'
import { isRevoked, revoke } from './revocation.js'

/** How long a code lasts: RFC 6749 §4.1.2 wants at most ten minutes, a client needs seconds. */
const codeLifetime = 60

/** What a user has consented to. */
export interface Consent extends CodeBinding {
  readonly subject: Subject
  readonly clientId: string
  readonly scope: string | undefined
  readonly audience: string | undefined
}

/** Makes the code for a consent; only its hash is kept. */
export const issueCode = async (context: OAuthContext, consent: Consent): Promise<string> => {
  const { name, state, clock, random, auth, issuer } = context
  const { subject, clientId, scope, audience, redirectUri, challenge, nonce } = consent
  const given = { random, now: clock.now() }
  const wish = { subject, sandbox: name, issuer, audience, scope, clientId, lifetime: codeLifetime }
  const claims = auth.credentials.claims(wish, given)
  const code = drawToken('code', random)
  const binding = { redirectUri, challenge, nonce }
  await keepToken(state, code, { kind: 'code', claims, code: binding }, given)
  return code
}

const isSame = (left: string, right: string): boolean => {
  const [one, other] = [Buffer.from(left), Buffer.from(right)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** Why the proof of possession fails (RFC 7636 §4.6, RFC 9700 §2.1.1); undefined when it does not. */
const pkceFlaw = (
  challenge: string | undefined,
  verifier: string | undefined,
): string | undefined => {
  if (challenge === undefined)
    return verifier === undefined ? undefined : 'The code was asked for without a code_challenge'
  if (verifier === undefined) return 'The code_verifier is missing'
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier))
    return 'A code_verifier has 43 to 128 characters of A-Z, a-z, 0-9, -, ., _ and ~'
  const hash = createHash('sha256').update(verifier).digest('base64url')
  return isSame(hash, challenge) ? undefined : 'The code_verifier does not fit the code_challenge'
}

/** Exchanges a code for tokens (RFC 6749 §4.1.3). A second use ends everything that the first one gave. */
export const redeemCode = async (
  context: OAuthContext,
  client: OAuthClient,
  form: OAuthForm,
): Promise<IssuedTokens | OAuthAnswer> => {
  const { state, clock } = context
  const now = clock.now()
  const code = form.get('code')
  if (code === undefined) return refusedOAuth('invalid_request', 'The code is missing')
  const found = await findToken(state, code, 'code')
  if (!found?.code) return refusedOAuth('invalid_grant', 'There is no such code')
  const { claims, code: binding } = found
  if (found.usedAt !== undefined) {
    await revoke(state, claims, 'grant', now)
    return refusedOAuth('invalid_grant', 'The code was used before: all that it gave is revoked')
  }
  if (now >= claims.exp * 1000) return refusedOAuth('invalid_grant', 'The code has expired')
  if (claims.client_id !== client.id)
    return refusedOAuth('invalid_grant', 'The code was given to another client')
  if (binding.redirectUri !== form.get('redirect_uri'))
    return refusedOAuth(
      'invalid_grant',
      'The redirect_uri is not that of the authorization request',
    )
  const flaw = pkceFlaw(binding.challenge, form.get('code_verifier'))
  if (flaw !== undefined) return refusedOAuth('invalid_grant', flaw)
  if (await isRevoked(state, claims)) return refusedOAuth('invalid_grant', 'The grant was revoked')
  // Kept longer than it lasts, so that a second use is known for what it is.
  const exp = claims.exp + 24 * 60 * 60
  state.put(opaqueTokens, { ...found, claims: { ...claims, exp }, usedAt: Math.floor(now / 1000) })
  return issueTokens(context, {
    subject: { id: claims.sub, name: claims.name, email: claims.email },
    ...{ clientId: client.id, scope: claims.scope, id: claims.grant, nonce: binding.nonce },
    ...(claims.aud !== context.name && { audience: claims.aud }),
    isLasting: true,
  })
}
