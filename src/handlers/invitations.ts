import { findUserByEmail, type User, userKey, users } from '../auth/user.js'
import { sendMail } from '../sandbox/outbox.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import type { HandlerOf, RequestOf } from './handler-context.js'

/**
 * `POST /auth/regenerate-invitation`: a fresh mail to an enabled user whose invitation is open, named
 * by address or by any earlier token of the invitation; the answer never tells.
 */
export const regenerateInvitation: HandlerOf<'AuthController_regenerateInvitation'> = async ({
  query,
  sandbox,
}) => {
  const user = await invitedUser(query, sandbox)
  if (user?.invitationPending === true && user.isEnabled) {
    await sendMail(sandbox, user, 'invitation')
  }
  const message = 'If there is an open invitation, a new invitation email has been sent.'
  return { status: 200, body: { message } }
}

/** The token decides when there is one: it came from the mail, the address from a keyboard. */
const invitedUser = async (
  { email, token }: RequestOf<'AuthController_regenerateInvitation'>['query'],
  { name, state, auth }: Sandbox,
): Promise<User | undefined> => {
  if (token !== undefined) {
    const found = await auth.oneTimeTokens.find(state, token, name)
    return found?.kind === 'invitation' ? state.get(users, userKey(found.userId)) : undefined
  }
  return email === undefined ? undefined : findUserByEmail(state, email)
}
