import type { Chance } from '../auth/chance.js'
import type { CredentialClaims } from '../auth/credential-claims.js'
import { drawToken, keepToken } from '../auth/keep-token.js'
import { type OpaqueKind } from '../auth/opaque-token.js'
import type { CompiledSchema } from '../contract/contract.js'
import { openFaker } from '../generate/faker-door.js'
import { generateValue } from '../generate/generate-value.js'
import { satisfies } from '../generate/satisfies.js'
import { isValidAt, placeAtPath, placeOf } from '../generate/schema-place.js'
import type { TokenMember } from '../resources/inference/token-members.js'
import { valueAtPath, withValueAtPath } from '../lib/value-path.js'
import type { Sandbox } from '../sandbox/sandbox.js'

/** A body that is being written, and what it may be. */
export interface TokenBody {
  readonly value: unknown
  readonly schema: CompiledSchema | undefined
}

/** The body with a value in it, where the schema allows that; else undefined. */
export const withFitting = (
  { value, schema }: TokenBody,
  { at }: Pick<TokenMember, 'at'>,
  part: unknown,
): TokenBody | undefined => {
  const next = withValueAtPath(value, at, part)
  return !schema || satisfies(schema, next) ? { value: next, schema } : undefined
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Letters and digits, 62 of 64 values of six bits: the others are drawn again. */
const drawnText = (random: Chance, length: number): string => {
  let text = ''
  while (text.length < length)
    for (const byte of random.bytes(length)) text += letters[byte & 63] ?? ''
  return text.slice(0, length)
}

const drawnUuid = (random: Chance): string => {
  const hex = Buffer.from(random.bytes(16)).toString('hex')
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ]
  return [...parts, hex.slice(20)].join('-')
}

/** The shortest that nobody guesses. */
const shortest = 16
const lengths = [43, 32, 24, 20, shortest]

/** Tokens of other forms, for schemas that allow no usual one: the best to guess from last. */
async function* otherForms(
  { value, schema }: TokenBody,
  { at }: TokenMember,
  random: Chance,
): AsyncGenerator<string> {
  for (const length of lengths) yield drawnText(random, length)
  yield drawnUuid(random)
  for (const bytes of [32, 20, 16]) yield Buffer.from(random.bytes(bytes)).toString('hex')
  const example = valueAtPath(value, at)
  if (typeof example === 'string') yield drawnText(random, Math.max(example.length, 1))
  const place = placeAtPath(placeOf(schema), at)
  if (!place) return
  const seed = Buffer.from(random.bytes(16)).toString('hex')
  const source = { ...place, isValid: (part: unknown) => isValidAt(place, part) }
  const given = { seed, mode: 'dynamic' as const, name: '', faker: await openFaker() }
  const part = generateValue(source, given)
  if (typeof part === 'string') yield part
}

/**
 * Puts a token into a body: the first of the given ones that the schema allows, else one of another
 * form, of which nothing but the hash is kept; undefined where the schema allows none.
 */
export const withToken = async (
  body: TokenBody,
  member: TokenMember,
  usual: readonly string[],
  kept: { readonly kind: OpaqueKind; readonly claims: CredentialClaims },
  { state, random, clock }: Sandbox,
): Promise<TokenBody | undefined> => {
  for (const token of usual) {
    const next = withFitting(body, member, token)
    if (next) return next
  }
  for await (const token of otherForms(body, member, random)) {
    const next = withFitting(body, member, token)
    if (!next) continue
    await keepToken(state, token, kept, { random, now: clock.now() })
    return next
  }
  return undefined
}

/** Puts a refresh token of the usual form into a body, or of one that the schema allows. */
export const withRefreshToken = async (
  body: TokenBody,
  member: TokenMember,
  claims: CredentialClaims,
  sandbox: Sandbox,
): Promise<TokenBody | undefined> => {
  const { state, random, clock } = sandbox
  const token = drawToken('refresh', random)
  const next = withFitting(body, member, token)
  const kept = { kind: 'refresh' as const, claims }
  if (!next) return withToken(body, member, [], kept, sandbox)
  await keepToken(state, token, kept, { random, now: clock.now() })
  return next
}
