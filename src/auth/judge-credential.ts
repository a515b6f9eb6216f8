import type { Transaction } from '../store/store.js'
import type { CredentialClaims } from './credential-claims.js'
import type { CredentialMint } from './credential-mint.js'
import { findToken } from './keep-token.js'
import { isRevoked } from './revocation.js'

/** Why a credential that was made here is worth nothing. */
export type Flaw = 'damaged' | 'other-sandbox' | 'expired' | 'revoked'

/** What is known of a credential; `unknown`: somebody else has made it. */
export type Judgement =
  | { readonly is: 'unknown' }
  | { readonly is: 'good'; readonly claims: CredentialClaims }
  | { readonly is: 'refused'; readonly why: Flaw }

/** The part of a sandbox that credentials are judged in. */
export interface JudgingContext {
  readonly name: string
  readonly state: Transaction
  readonly clock: { readonly now: () => number }
  readonly auth: { readonly credentials: CredentialMint }
}

/** The marks of opaque tokens: one that is not kept any more was made before a reset. */
const opaque = /^ost_[\w-]{43}$/

/** Judges a credential by its signature or its record, its sandbox, its time, and what was revoked. */
export const judgeCredential = async (
  credential: string,
  { name, state, clock, auth }: JudgingContext,
): Promise<Judgement> => {
  const { credentials } = auth
  const isOurs = credentials.isOurs(credential)
  const claims = isOurs
    ? credentials.open(credential)
    : (await findToken(state, credential, 'access'))?.claims
  if (!claims)
    return isOurs || opaque.test(credential) ? { is: 'refused', why: 'damaged' } : { is: 'unknown' }
  // The other sandbox may have other users: nothing of it counts here.
  if (claims.sandbox !== name) return { is: 'refused', why: 'other-sandbox' }
  if (clock.now() >= claims.exp * 1000) return { is: 'refused', why: 'expired' }
  if (await isRevoked(state, claims)) return { is: 'refused', why: 'revoked' }
  return { is: 'good', claims }
}
