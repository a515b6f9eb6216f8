import { createHash } from 'node:crypto'
import type { Transaction } from '../store/store.js'
import type { Chance } from './chance.js'
import { type OpaqueKind, type OpaqueToken, opaqueTokens } from './opaque-token.js'

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
