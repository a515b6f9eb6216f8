import { type Subject, subjectNamed } from '../auth/credential-claims.js'
import { findUserByEmail, type User, userKey, users } from '../auth/user.js'
import type { Sandbox } from '../sandbox/sandbox.js'

const subjectOfUser = ({ id, email, firstName, lastName }: User): Subject => ({
  id: userKey(id),
  name: `${firstName} ${lastName}`.trim(),
  email,
})

/** The users of the seed who may log in, at most so many. */
export const seedSubjects = async ({ state }: Sandbox, most: number): Promise<readonly Subject[]> =>
  (await state.list(users))
    .filter(({ isEnabled }) => isEnabled)
    .slice(0, most)
    .map(subjectOfUser)

/**
 * Who logs in with a name and a password. Where credentials are verified it has to be a user of the
 * seed with their password; else anybody is who they say.
 */
export const loginSubject = async (
  { state, auth }: Sandbox,
  mode: 'off' | 'presence' | 'verify',
  name: string,
  password: string,
): Promise<Subject | undefined> => {
  const user = await findUserByEmail(state, name)
  if (mode !== 'verify') return user?.isEnabled ? subjectOfUser(user) : subjectNamed(name)
  const matches = await auth.passwords.verify(password, user?.passwordHash)
  return user?.isEnabled && matches ? subjectOfUser(user) : undefined
}
