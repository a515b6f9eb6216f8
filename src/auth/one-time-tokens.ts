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
interface OneTimeTokenSource {
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
    given: { readonly random: Chance; readonly now: number },
  ) => Promise<OneTimeToken>
  /** The record to store for a token with this nonce. `now` in ms. */
  readonly record: (source: Omit<OneTimeTokenSource, 'sandbox'>, now: number) => OneTimeToken
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
const prefixLength = 4
const idLength = 16

/** Makes the mint of one server from the server's key. */
export const createOneTimeTokenMint = (key: Uint8Array): OneTimeTokenMint => {
  // A key of its own: what signs sessions and what makes these tokens never meet.
  const ownKey = createHmac('sha256', key).update('openapi-sandbox one-time tokens').digest()

  const recompute: OneTimeTokenMint['recompute'] = (sandbox, { id, kind, userId, nonce }) =>
    prefix[kind] + id + sealOf(ownKey, { sandbox, kind, userId, nonce })

  const record: OneTimeTokenMint['record'] = ({ kind, userId, nonce }, now) => ({
    id: digest(JSON.stringify([kind, userId, nonce])).slice(0, idLength),
    ...{ kind, userId, nonce },
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + oneTimeTokenLifetime[kind]).toISOString(),
  })
  const find: OneTimeTokenMint['find'] = async (state, token, sandbox) => {
    const found = await state.get(oneTimeTokens, token.slice(prefixLength, prefixLength + idLength))
    // The id found it; this proves that it was made here, for this sandbox and this user.
    return found !== undefined && equal(recompute(sandbox, found), token) ? found : undefined
  }

  return {
    create: async (state, { kind, userId }, { random, now }) => {
      await supersedeTokensOf(state, userId, now, kind)
      const nonce = Buffer.from(random.bytes(16)).toString('base64url')
      const created = record({ kind, userId, nonce }, now)
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

/** What of a token is secret: a copy of its record in another sandbox makes another token. */
const sealOf = (key: Uint8Array, { sandbox, kind, userId, nonce }: OneTimeTokenSource): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([kind, sandbox, userId, nonce]))
    .digest('base64url')

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** Compares in constant time; the lengths may differ visibly, they are no secret. */
const equal = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
