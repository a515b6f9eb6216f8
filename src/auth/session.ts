import type { Collection, Transaction } from '../store/store.js'
import { type User, users } from './user.js'

/** How long a session, and the token that names it, lasts: 24 hours in milliseconds. */
export const sessionLifetime = 24 * 60 * 60 * 1000

/** One login of one user, as stored: neither the token nor the cookie can be made from it. */
export interface Session {
  /** Named by the token's `sid` claim. */
  readonly id: string
  readonly userId: number
  /** The user's `sessionEpoch` at login. */
  readonly epoch: number
  /** SHA-256 of the cookie's value and the sandbox, base64url: a copy of the session has another cookie. */
  readonly cookieHash: string
  /** RFC 3339 date-times in UTC, by the sandbox's clock. */
  readonly createdAt: string
  readonly expiresAt: string
}

/** All sessions of a world; `cookieHash` is unique, `userId` lists. */
export const sessions: Collection<Session> = {
  name: 'sessions',
  key: (session) => session.id,
  unique: { cookieHash: (session) => session.cookieHash },
  index: { userId: (session) => String(session.userId) },
}

/** True when the session is not over at `now` (ms) and its user may still use it. */
export const isLiveSession = (session: Session, user: User, now: number): boolean =>
  session.userId === user.id &&
  user.isEnabled &&
  session.epoch === user.sessionEpoch &&
  // A date that was damaged by hand is NaN, and compares as expired.
  now < Date.parse(session.expiresAt)

/**
 * Ends every session of the user: removes them and stores the user under a new epoch, so that a
 * login which is under way cannot outlive it. Returns the user as stored.
 */
export const endSessionsOf = async (state: Transaction, user: User): Promise<User> => {
  await deleteSessionsOf(state, user)
  const ended = { ...user, sessionEpoch: user.sessionEpoch + 1 }
  state.put(users, ended)
  return ended
}

/** Removes the sessions of a user from the store; for a user that is deleted as well. */
export const deleteSessionsOf = async (state: Transaction, user: User): Promise<void> => {
  for (const session of await state.find(sessions, 'userId', String(user.id))) {
    state.delete(sessions, session.id)
  }
}
