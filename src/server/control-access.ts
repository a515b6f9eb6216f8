import { createHash, timingSafeEqual } from 'node:crypto'
import { SetupError } from '../errors.js'
import type { Exchange } from '../exchange.js'
import { base32 } from '../lib/base32.js'
import type { Random } from '../sandbox/random.js'
import { isLoopbackHost } from './host.js'
import type { ServerOptions, ServerSettings } from './server-options.js'

/** Who may use the control API: whoever holds the token, where other machines reach the server. */
export interface ControlAccess {
  readonly token: string
  /** True when the token was made for this start: somebody has to be told. */
  readonly isMade: boolean
  /** True where even programs of this machine are asked: behind a proxy all requests come from here. */
  readonly asksEverybody: boolean
  /** True when an exchange has to present the token. */
  readonly asks: (exchange: Exchange) => boolean
  /** True when an exchange presents it. */
  readonly isHeldBy: (exchange: Exchange) => boolean
}

/** 128 bits: nobody finds it by trying. */
const tokenBytes = 16
const minLength = 16
/** `aaaaaaaaaaaaaaaa` is no secret, however long. */
const minDifferent = 6

/** What can follow `Bearer` (RFC 6750 §2.1). */
const sendable = /^[A-Za-z0-9._~+/-]+=*$/

const requireSendable = (token: string): void => {
  if (sendable.test(token)) return
  throw new SetupError(
    'option-invalid',
    'controlToken cannot be sent as a bearer token: it takes letters, digits and -._~+/ (RFC 6750 §2.1)',
  )
}

/** @throws SetupError `option-unsafe`. */
const requireStrong = (token: string): void => {
  if (token.length >= minLength && new Set(token).size >= minDifferent) return
  throw new SetupError(
    'option-unsafe',
    `controlToken is too weak for a server that other machines reach: it has ${token.length} characters, ${new Set(token).size} of them different`,
    {},
    `Give at least ${minLength} random characters, or none: a good one is then made and printed.`,
  )
}

/**
 * A server that listens beyond loopback needs a token that nobody guesses.
 * @throws SetupError `option-unsafe`.
 */
export const requireStrongToken = ({ token }: ControlAccess, host: string | undefined): void => {
  if (host !== undefined && !isLoopbackHost(host)) requireStrong(token)
}

const digest = (text: string): Uint8Array => createHash('sha256').update(text).digest()

/** What is presented, compared in constant time: digests have one length. */
const comparing = (token: string) => {
  const expected = digest(token)
  return ({ headers }: Exchange): boolean => {
    const [, presented] = /^Bearer +(\S+) *$/i.exec(headers['authorization'] ?? '') ?? []
    return presented !== undefined && timingSafeEqual(expected, digest(presented))
  }
}

/**
 * Takes the token that was said, or makes one.
 * @throws SetupError `option-invalid` for one that cannot be sent, `option-unsafe` for a weak one.
 */
export const createControlAccess = (
  { controlToken }: Pick<ServerOptions, 'controlToken'>,
  { profile, publicUrl }: ServerSettings,
  random: Random,
): ControlAccess => {
  const isPublic = profile === 'public'
  const isSaid = controlToken !== undefined
  const token = controlToken ?? base32(random.bytes(tokenBytes))
  if (isSaid) requireSendable(token)
  if (isPublic || publicUrl !== undefined) requireStrong(token)
  return {
    token,
    isMade: !isSaid,
    asksEverybody: isPublic || isSaid || publicUrl !== undefined,
    asks: ({ byOwner, isExposed }) => !byOwner && (isPublic || isExposed === true),
    isHeldBy: comparing(token),
  }
}
