import type { Collection, Transaction } from '../store/store.js'

/** What a one-time token lets its bearer do: both let them set a password. */
export type OneTimeTokenKind = 'invitation' | 'password-reset'

/** How long a one-time token lasts, in milliseconds: 7 days, 1 hour. */
export const oneTimeTokenLifetime: Readonly<Record<OneTimeTokenKind, number>> = {
  invitation: 7 * 24 * 60 * 60 * 1000,
  'password-reset': 60 * 60 * 1000,
}

/** A one-time token as stored: without the server's key the token cannot be made from it. */
export interface OneTimeToken {
  /** Part of the token: what finds its record. */
  readonly id: string
  readonly kind: OneTimeTokenKind
  readonly userId: number
  readonly nonce: string
  /** RFC 3339 date-times in UTC, by the sandbox's clock. */
  readonly createdAt: string
  readonly expiresAt: string
  readonly usedAt?: string
  /** When a newer token, or a new password, made this one worthless. */
  readonly supersededAt?: string
}

/** All one-time tokens of a world; `userId` lists. */
export const oneTimeTokens: Collection<OneTimeToken> = {
  name: 'oneTimeTokens',
  key: (token) => token.id,
  index: { userId: (token) => String(token.userId) },
}

/** True when the token can still be used at `now` (ms). */
export const isLiveToken = (token: OneTimeToken, now: number): boolean =>
  token.usedAt === undefined &&
  token.supersededAt === undefined &&
  now < Date.parse(token.expiresAt)

/** Makes the user's unused tokens of this kind, or of all kinds, worthless. `now` in ms. */
export const supersedeTokensOf = async (
  state: Transaction,
  userId: number,
  now: number,
  kind?: OneTimeTokenKind,
): Promise<void> => {
  for (const token of await state.find(oneTimeTokens, 'userId', String(userId))) {
    if (kind !== undefined && token.kind !== kind) continue
    if (token.usedAt !== undefined || token.supersededAt !== undefined) continue
    state.put(oneTimeTokens, { ...token, supersededAt: new Date(now).toISOString() })
  }
}

/** Removes the tokens of a user from the store; for a user that is deleted. */
export const deleteTokensOf = async (state: Transaction, userId: number): Promise<void> => {
  for (const token of await state.find(oneTimeTokens, 'userId', String(userId))) {
    state.delete(oneTimeTokens, token.id)
  }
}
