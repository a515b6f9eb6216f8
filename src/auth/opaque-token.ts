import { createHash } from 'node:crypto'
import type { Collection, Transaction } from '../store/store.js'
import type { Chance } from './chance.js'
import type { CredentialClaims } from './credential-claims.js'

/** What an opaque token is for. */
export type OpaqueKind = 'access' | 'refresh' | 'code'

/** What an authorization code is bound to (RFC 6749 §4.1.3, RFC 7636 §4.4). */
export interface CodeBinding {
  /** As it was in the authorization request; undefined when there was none. */
  readonly redirectUri: string | undefined
  /** The S256 challenge. */
  readonly challenge: string | undefined
  readonly nonce: string | undefined
}

/** A token that says nothing itself, as stored: it cannot be made from its record. */
export interface OpaqueToken {
  /** SHA-256 of the token, base64url. */
  readonly hash: string
  readonly kind: OpaqueKind
  readonly claims: CredentialClaims
  /** When it was exchanged, in seconds: a second use is a theft. */
  readonly usedAt?: number
  readonly code?: CodeBinding
}

/** All opaque tokens of a world. */
export const opaqueTokens: Collection<OpaqueToken> = {
  name: 'opaqueTokens',
  key: (token) => token.hash,
}

const digest = (token: string): string => createHash('sha256').update(token).digest('base64url')

const prefixes: Readonly<Record<OpaqueKind, string>> = {
  access: 'ost_',
  refresh: 'osr_',
  code: 'osc_',
}

/** A new token of 256 bits. */
export const drawToken = (kind: OpaqueKind, random: Chance): string =>
  prefixes[kind] + Buffer.from(random.bytes(32)).toString('base64url')

/** One in this many, drawn by chance, removes those that are over. */
const sweepEvery = 16
/** Fewer stay: a clock that is moved forward and back again finds what it left. */
const sweepFrom = 100

/** Keeps a token: nothing but its hash. `now` in ms. */
export const keepToken = async (
  state: Transaction,
  token: string,
  kept: Omit<OpaqueToken, 'hash'>,
  given: { readonly random: Chance; readonly now: number },
): Promise<void> => {
  if ((given.random.bytes(1)[0] ?? 0) % sweepEvery === 0) await sweep(state, given.now)
  state.put(opaqueTokens, { ...kept, hash: digest(token) })
}

const sweep = async (state: Transaction, now: number): Promise<void> => {
  const over = (await state.list(opaqueTokens)).filter(({ claims }) => now >= claims.exp * 1000)
  if (over.length >= sweepFrom) for (const { hash } of over) state.delete(opaqueTokens, hash)
}

/** The record of a token of this kind, good or not. */
export const findToken = async (
  state: Transaction,
  token: string,
  kind: OpaqueKind,
): Promise<OpaqueToken | undefined> => {
  const found = await state.get(opaqueTokens, digest(token))
  return found?.kind === kind ? found : undefined
}
