import { createHmac, timingSafeEqual } from 'node:crypto'
import { base32 } from '../lib/base32.js'
import type { Chance } from './chance.js'
import { derivedSecret } from './signing-key.js'

/** Names of sandboxes that strangers get: whoever knows one may use the sandbox, and nobody guesses one. */
export interface VisitorNames {
  /** A name that nobody has been given. */
  readonly fresh: () => string
  /** True for a name that this server has given, or another one with the same key. */
  readonly isIssued: (name: string) => boolean
}

const prefix = 'try-'
/** 128 bits of chance: as many as a name needs that nobody finds by trying. */
const chanceBytes = 16
/** 80 bits: a seal can be tried at this server only, and each try is a request. */
const sealBytes = 10

/** True for a name that looks as if it had been given to somebody, whoever gave it. */
export const isVisitorName = (name: string): boolean => name.startsWith(prefix)

const shape = /^try-([a-z2-7]{26})([a-z2-7]{16})$/

/**
 * Makes and knows the names of visitors. A name carries its own proof (HMAC-SHA256), so nothing is kept of
 * those that were given, and one that was made up is told without looking anything up.
 */
export const createVisitorNames = (serverKey: Uint8Array, random: Chance): VisitorNames => {
  const secret = derivedSecret(serverKey, 'visitor names', 32)
  const sealOf = (drawn: string): string =>
    base32(createHmac('sha256', secret).update(drawn).digest().subarray(0, sealBytes))
  return {
    fresh: () => {
      const drawn = base32(random.bytes(chanceBytes))
      return prefix + drawn + sealOf(drawn)
    },
    isIssued: (name) => {
      const [, drawn, seal] = shape.exec(name) ?? []
      if (drawn === undefined || seal === undefined) return false
      return timingSafeEqual(Buffer.from(seal), Buffer.from(sealOf(drawn)))
    },
  }
}
