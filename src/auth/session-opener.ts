import { createHash } from 'node:crypto'
import type { Transaction } from '../store/store.js'
import type { Chance } from './chance.js'
import { type Session, sessionLifetime, sessions } from './session.js'
import type { User } from './user.js'

/** Opens sessions, and finds them by the value of their cookie. */
export interface SessionOpener {
  /** Stores a new session of the user; `cookieId` is the cookie's value (256 bits), kept nowhere. `now` in ms. */
  readonly open: (
    state: Transaction,
    user: User,
    given: { readonly sandbox: string; readonly random: Chance; readonly now: number },
  ) => Promise<{ readonly session: Session; readonly cookieId: string }>
  /** The session of this cookie in this sandbox, which may be over: see `isLiveSession`. */
  readonly findByCookie: (
    state: Transaction,
    cookieId: string,
    sandbox: string,
  ) => Promise<Session | undefined>
}

/** One login in this many, drawn by chance, also removes the user's expired sessions. */
const sweepEvery = 16
/** Fewer stay: a clock that is moved forward and back again finds what it left. */
const sweepFrom = 100

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
/** Bound to the sandbox: a fork holds the sessions of its origin, and still knows none of its cookies. */
const digest = (cookieId: string, sandbox: string): string =>
  createHash('sha256').update(`${cookieId} ${sandbox}`).digest('base64url')

/** Makes the one opener of a server; it holds no state. */
export const createSessionOpener = (): SessionOpener => ({
  open: async (state, user, { sandbox, random, now }) => {
    const drawn = random.bytes(48)
    const cookieId = text(drawn.subarray(0, 32))
    const session = {
      id: text(drawn.subarray(32)),
      userId: user.id,
      epoch: user.sessionEpoch,
      cookieHash: digest(cookieId, sandbox),
      createdAt: new Date(now).toISOString(),
      expiresAt: new Date(now + sessionLifetime).toISOString(),
    }
    // Not at every login: it reads the user's sessions, and parallel logins of one user would then
    // conflict and verify the password again.
    if ((drawn[47] ?? 0) % sweepEvery === 0) await sweep(state, user, now)
    state.put(sessions, session)
    return { session, cookieId }
  },
  findByCookie: async (state, cookieId, sandbox) =>
    (await state.find(sessions, 'cookieHash', digest(cookieId, sandbox)))[0],
})

const sweep = async (state: Transaction, user: User, now: number): Promise<void> => {
  const all = await state.find(sessions, 'userId', String(user.id))
  const over = all.filter(({ expiresAt }) => !(now < Date.parse(expiresAt)))
  if (over.length >= sweepFrom) for (const { id } of over) state.delete(sessions, id)
}
