import { scrypt, timingSafeEqual } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { Chance } from './chance.js'
import { readPhc, type ScryptHash, writePhc } from './phc.js'
import { createWorkQueue, type WorkQueue } from './work-queue.js'

/** How hard passwords are hashed: `local` for the own machine, `public` for everybody (decision 009). */
export type PasswordCost = 'local' | 'public'

/** Hashes and verifies passwords, exactly as they were sent: nothing is cut, nothing normalised. */
export interface Passwords {
  /**
   * The hash to store, in PHC form, of a salt drawn from `random`.
   *
   * @throws Problem `too-busy` (429), as `verify` does.
   */
  readonly hash: (password: string, random: Chance) => Promise<string>
  /**
   * True when the password is the one that was hashed. A missing or unreadable hash costs as much as
   * one of the current cost, and is false.
   */
  readonly verify: (password: string, phc: string | undefined) => Promise<boolean>
  /** True when the hash was not made with the current parameters. */
  readonly needsRehash: (phc: string) => boolean
}

/** The key derivation; tests put a counter around it. */
export type DeriveKey = (password: string, with_: ScryptHash) => Promise<Uint8Array>

/** What `createPasswords` may be given besides the cost. */
export interface PasswordsOptions {
  readonly cost: PasswordCost
  /** Default: one hash less at a time than there are processors, 256 waiting. */
  readonly queue?: WorkQueue
  readonly derive?: DeriveKey
}

const saltBytes = 16
const hashBytes = 32
const parameters = {
  local: { ln: 12, r: 8, p: 1 },
  public: { ln: 14, r: 8, p: 5 },
} as const satisfies Record<PasswordCost, object>

/** Makes the passwords of one server, all hashed through one bounded queue. */
export const createPasswords = (options: PasswordsOptions): Passwords => {
  const cost = parameters[options.cost]
  const derive = options.derive ?? deriveByScrypt
  const queue =
    options.queue ??
    createWorkQueue({ atOnce: Math.max(1, availableParallelism() - 1), waiting: 256 })
  const empty = new Uint8Array(hashBytes)
  const dummy: ScryptHash = { ...cost, salt: empty.subarray(0, saltBytes), hash: empty }

  return {
    hash: async (password, random) => {
      const wanted = { ...cost, salt: random.bytes(saltBytes), hash: empty }
      return writePhc({ ...wanted, hash: await queue(() => derive(password, wanted)) })
    },
    verify: async (password, phc) => {
      const stored = phc === undefined ? undefined : readPhc(phc)
      const expected = stored ?? dummy
      const derived = await queue(() => derive(password, expected))
      return timingSafeEqual(derived, expected.hash) && stored !== undefined
    },
    needsRehash: (phc) => {
      const stored = readPhc(phc)
      return (
        stored === undefined ||
        stored.ln !== cost.ln ||
        stored.r !== cost.r ||
        stored.p !== cost.p ||
        stored.salt.length !== saltBytes ||
        stored.hash.length !== hashBytes
      )
    },
  }
}

/** scrypt (RFC 7914) of the password's UTF-8 bytes, on the thread pool. */
const deriveByScrypt: DeriveKey = (password, { ln, r, p, salt, hash }) => {
  const N = 2 ** ln
  // OpenSSL's own estimate, and a little more: it refuses at the limit.
  const maxmem = 128 * r * (N + p + 2) + 65_536
  return new Promise((resolve, reject) => {
    scrypt(password, salt, hash.length, { N, r, p, maxmem }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
}
