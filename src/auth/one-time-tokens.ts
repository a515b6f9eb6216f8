import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Transaction } from '../store/store.js'
import type { Chance } from './chance.js'
import {
  isLiveToken,
  type OneTimeToken,
  type OneTimeTokenKind,
  oneTimeTokenLifetime,
  oneTimeTokens,
  supersedeTokensOf,
} from './one-time-token.js'

/** What a one-time token is bound to, and the nonce that tells it from its siblings. */
export interface OneTimeTokenSource {
  readonly sandbox: string
  readonly kind: OneTimeTokenKind
  readonly userId: number
  readonly nonce: string
}

/** Makes and checks the one-time tokens of one server. No secret is stored: tokens are recomputed. */
export interface OneTimeTokenMint {
  /** Stores a new token; older ones of the same kind and user die. `now` in ms. */
  readonly create: (
    state: Transaction,
    subject: { readonly kind: OneTimeTokenKind; readonly userId: number },
    given: { readonly sandbox: string; readonly random: Chance; readonly now: number },
  ) => Promise<OneTimeToken>
  /** The record to store for a token with this nonce. `now` in ms. */
  readonly record: (source: OneTimeTokenSource, now: number) => OneTimeToken
  /** The token itself, for the mail that carries it. */
  readonly recompute: (sandbox: string, record: OneTimeToken) => string
  /** The record of this token in this sandbox, dead or alive; undefined for anything we did not make. */
  readonly find: (
    state: Transaction,
    token: string,
    sandbox: string,
  ) => Promise<OneTimeToken | undefined>
  /** {@link find}, when the token can still be used at `now` (ms). */
  readonly findLive: (
    state: Transaction,
    token: string,
    given: { readonly sandbox: string; readonly now: number },
  ) => Promise<OneTimeToken | undefined>
  /** Marks the token used. Of two transactions that use one token the store lets one succeed. */
  readonly use: (state: Transaction, record: OneTimeToken, now: number) => void
}

const prefix: Readonly<Record<OneTimeTokenKind, string>> = {
  invitation: 'inv_',
  'password-reset': 'rst_',
}

/** Makes the mint of one server from the server's key. */
export const createOneTimeTokenMint = (key: Uint8Array): OneTimeTokenMint => {
  // A key of its own: what signs sessions and what makes these tokens never meet.
  const ownKey = createHmac('sha256', key).update('openapi-sandbox one-time tokens').digest()

  const tokenOf = (source: OneTimeTokenSource): string => sealed(ownKey, source)
  const recompute: OneTimeTokenMint['recompute'] = (sandbox, { kind, userId, nonce }) =>
    tokenOf({ sandbox, kind, userId, nonce })

  const record: OneTimeTokenMint['record'] = (source, now) => ({
    id: digest(`id ${tokenOf(source)}`).slice(0, 16),
    kind: source.kind,
    userId: source.userId,
    nonce: source.nonce,
    hash: digest(tokenOf(source)),
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + oneTimeTokenLifetime[source.kind]).toISOString(),
  })
  const find: OneTimeTokenMint['find'] = async (state, token, sandbox) => {
    const [found] = await state.find(oneTimeTokens, 'hash', digest(token))
    // The hash found it; this proves that it was made here, for this sandbox and this user.
    return found !== undefined && equal(recompute(sandbox, found), token) ? found : undefined
  }

  return {
    create: async (state, { kind, userId }, { sandbox, random, now }) => {
      await supersedeTokensOf(state, userId, now, kind)
      const nonce = Buffer.from(random.bytes(16)).toString('base64url')
      const created = record({ sandbox, kind, userId, nonce }, now)
      state.put(oneTimeTokens, created)
      return created
    },
    record,
    recompute,
    find,
    findLive: async (state, token, { sandbox, now }) => {
      const found = await find(state, token, sandbox)
      return found !== undefined && isLiveToken(found, now) ? found : undefined
    },
    use: (state, used, now) =>
      state.put(oneTimeTokens, { ...used, usedAt: new Date(now).toISOString() }),
  }
}

const sealed = (key: Uint8Array, { sandbox, kind, userId, nonce }: OneTimeTokenSource): string =>
  prefix[kind] +
  createHmac('sha256', key)
    .update(JSON.stringify([kind, sandbox, userId, nonce]))
    .digest('base64url')

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** Compares in constant time; the lengths may differ visibly, they are no secret. */
const equal = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
