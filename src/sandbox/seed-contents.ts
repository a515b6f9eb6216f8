import type { Auth } from '../auth/auth.js'
import { mails } from '../auth/mail.js'
import { oneTimeTokens } from '../auth/one-time-token.js'
import { type User, users } from '../auth/user.js'
import type { Collection, InitialContents, WorldContents } from '../store/store.js'
import type { Clock } from './clock.js'
import { mailOf } from './outbox.js'
import type { Random } from './random.js'
import type { Seed, SeedUser } from './seed.js'

/** What it takes to make a world from a seed. */
export interface SeedTools {
  readonly auth: Pick<Auth, 'passwords' | 'oneTimeTokens'>
  readonly random: Random
  readonly clock: Clock
}

type HashOf = (secret: SeedUser['secret']) => Promise<string>

/**
 * Makes the first contents of worlds: hand it to a store. Users are the same for all worlds, so they are
 * made once, when the first world needs them, and every world gets the same objects; tokens and their
 * mails tell when the world was made, and are its own.
 */
export const createInitialContents = (seed: Seed, tools: SeedTools): InitialContents => {
  const hashOf = sharedHashes(tools)
  let shared: Promise<SharedUsers> | undefined
  const usersOnce = (): Promise<SharedUsers> => {
    const made = sharedUsers(seed, hashOf)
    // A refusal (too busy) is not remembered: the next world tries again.
    made.catch(() => (shared = undefined))
    return made
  }
  return async () => seedContents(seed, tools, await (shared ??= usersOnce()))
}

interface SharedUsers {
  readonly records: Readonly<Record<string, User>>
  readonly invited: readonly User[]
}

const sharedUsers = async (seed: Seed, hashOf: HashOf): Promise<SharedUsers> => {
  const made = await Promise.all(
    seed.users.map(async ({ secret, ...user }) => ({
      ...user,
      passwordHash: await hashOf(secret),
      sessionEpoch: 0,
    })),
  )
  return { records: byKey(users, made), invited: made.filter((user) => user.invitationPending) }
}

const sharedHashes = ({ auth, random }: SeedTools): HashOf => {
  const hashes = new Map<string, Promise<string>>()
  return (secret) => {
    if ('passwordHash' in secret) return Promise.resolve(secret.passwordHash)
    const { password } = secret
    const known = hashes.get(password)
    if (known !== undefined) return known
    const hash = auth.passwords.hash(password, random)
    hashes.set(password, hash)
    // A refusal (too busy) is not remembered: the next world tries again.
    hash.catch(() => hashes.delete(password))
    return hash
  }
}

const seedContents = (
  seed: Seed,
  tools: SeedTools,
  { records, invited }: SharedUsers,
): WorldContents => {
  const sent = invited.map((user, index) => invitation(user, index + 1, tools))
  const tokens = sent.map(({ token }) => token)
  const letters = sent.map(({ mail }) => mail)
  return {
    collections: {
      [users.name]: records,
      [oneTimeTokens.name]: byKey(oneTimeTokens, tokens),
      [mails.name]: byKey(mails, letters),
    },
    counters: { [users.name]: seed.nextUserId, [mails.name]: letters.length + 1 },
  }
}

const invitation = (user: User, number: number, { auth, clock }: SeedTools) => {
  // Not drawn: a world that was only read is made anew after a restart, and its links must still
  // work. The server's key keeps the token secret all the same.
  const source = { kind: 'invitation', userId: user.id, nonce: `seed-${number}` } as const
  const token = auth.oneTimeTokens.record(source, clock.now())
  return { token, mail: mailOf(user, token, number) }
}

const byKey = <T>(collection: Collection<T>, records: readonly T[]) =>
  Object.fromEntries(records.map((record) => [collection.key(record), record]))
