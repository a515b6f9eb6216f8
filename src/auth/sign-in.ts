import type { Chance } from './chance.js'
import type { SecurityContext } from './security.js'
import type { Session } from './session.js'
import type { User } from './user.js'

/** A session that was just opened, with the two ways to present it. */
export interface SignIn {
  readonly session: Session
  /** For `Authorization: Bearer`. */
  readonly token: string
  /** For the session cookie. */
  readonly cookieId: string
}

/** Opens a session for a user whose right to it has been verified. */
export const signIn = async (
  { name, state, clock, auth, random }: SecurityContext & { readonly random: Chance },
  user: User,
): Promise<SignIn> => {
  const now = clock.now()
  const { session, cookieId } = await auth.sessions.open(state, user, {
    sandbox: name,
    random,
    now,
  })
  const subject = { sandbox: name, userId: user.id, sessionId: session.id, now }
  return { session, cookieId, token: auth.tokens.issue(subject) }
}
