import { deleteMailsOf } from '../auth/mail.js'
import { deleteTokensOf, supersedeTokensOf } from '../auth/one-time-token.js'
import { deleteSessionsOf, endSessionsOf } from '../auth/session.js'
import { emailKey, type User, userKey, users } from '../auth/user.js'
import type { components } from '../generated/openapi.js'
import type { Sandbox } from '../sandbox/sandbox.js'

/** What users get who are made without a password; those of the seed have it as well. */
export const usualPassword = 'password123'

type Changing = Pick<Sandbox, 'state' | 'clock'>

/** Stores a user who has changed, with what follows for tokens and sessions; returns the user as stored. */
export const changeUser = async (
  { state, clock }: Changing,
  before: User,
  after: User,
): Promise<User> => {
  const hasNewPassword = after.passwordHash !== before.passwordHash
  // A link in the old mailbox must not open an account that has moved to another address.
  if (hasNewPassword || emailKey(after.email) !== emailKey(before.email))
    await supersedeTokensOf(state, before.id, clock.now())
  state.put(users, after)
  const isEnded = hasNewPassword || (before.isEnabled && !after.isEnabled)
  return isEnded ? endSessionsOf(state, after) : after
}

/** Deletes a user with their sessions, one-time tokens and mails. */
export const removeUser = async ({ state }: Pick<Sandbox, 'state'>, user: User): Promise<void> => {
  await deleteSessionsOf(state, user)
  await deleteTokensOf(state, user.id)
  await deleteMailsOf(state, user.id)
  state.delete(users, userKey(user.id))
}

/** The next number that no user has: a seed may have taken some. */
export const nextUserId = async ({ state }: Pick<Sandbox, 'state'>): Promise<number> => {
  for (;;) {
    const id = await state.next(users)
    if ((await state.get(users, userKey(id))) === undefined) return id
  }
}

/** What of a user is answered: named member by member, so that no secret can slip in. */
export const viewOf = (user: User): components['schemas']['User'] => ({
  id: user.id,
  email: user.email,
  firstName: user.firstName,
  lastName: user.lastName,
  role: user.role,
  isEnabled: user.isEnabled,
  organizationIds: user.organizationIds,
  brandIds: user.brandIds,
  siteIds: user.siteIds,
  fhirStoreId: user.fhirStoreId,
  tosAcceptedAt: user.tosAcceptedAt,
})
