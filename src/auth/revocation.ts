import type { Collection, Transaction } from '../store/store.js'
import type { CredentialClaims } from './credential-claims.js'

/** That a credential, or all of a grant, ended before its time. */
export interface Revocation {
  /** A `jti` or a `grant`. */
  readonly id: string
  /** Seconds since 1970 after which it need not be remembered. */
  readonly until: number
}

/** All revocations of a world. */
export const revocations: Collection<Revocation> = {
  name: 'revocations',
  key: (revocation) => revocation.id,
}

/** Grants may hold refresh tokens that live longer than what is revoked: 90 days in seconds. */
export const longestGrant = 90 * 24 * 60 * 60

/** More are swept when one is added. */
const sweepFrom = 100

/** Ends a credential, or all that was granted with it. `now` in ms. */
export const revoke = async (
  state: Transaction,
  claims: CredentialClaims,
  what: 'credential' | 'grant',
  now: number,
): Promise<void> => {
  const seconds = Math.floor(now / 1000)
  const id = what === 'grant' ? claims.grant : claims.jti
  const lasts = Math.max(claims.exp, what === 'grant' ? seconds + longestGrant : 0)
  const all = await state.list(revocations)
  if (all.length >= sweepFrom)
    for (const old of all) if (old.until < seconds) state.delete(revocations, old.id)
  state.put(revocations, { id, until: lasts })
}

/** True when a credential, or all that was granted with it, has been ended. */
export const isRevoked = async (
  state: Transaction,
  { jti, grant }: CredentialClaims,
): Promise<boolean> =>
  (await state.get(revocations, jti)) !== undefined ||
  (await state.get(revocations, grant)) !== undefined
