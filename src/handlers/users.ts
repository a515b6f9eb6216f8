import type { UserPrincipal } from '../auth/security.js'
import { findUserByEmail, type User, userKey, users } from '../auth/user.js'
import { Problem } from '../errors.js'
import { sendMail } from '../sandbox/outbox.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import type { HandlerOf, RequestOf } from './handler-context.js'
import { changeUser, nextUserId, removeUser, viewOf } from './user-changes.js'

/** `GET /user`: the users with exactly this role. */
export const findUsers: HandlerOf<'UsersController_findUsers'> = async ({
  query,
  principal,
  sandbox,
}) => {
  requirePermission(principal, sandbox)
  const found = await sandbox.state.find(users, 'role', query.userRole)
  return { status: 200, body: found.map(viewOf) }
}

/** `POST /user`: a user who can log in at once, and a mail that invites them. */
export const createUser: HandlerOf<'UsersController_createUser'> = async ({
  body,
  principal,
  sandbox,
}) => {
  requirePermission(principal, sandbox)
  const { state, auth, random } = sandbox
  // Hashed before anything is read: the longer a transaction has read, the likelier a conflict.
  const passwordHash = await auth.passwords.hash(body.password, random)
  if ((await findUserByEmail(state, body.email)) !== undefined) throw emailInUse(body.email)
  const user = newUser(body, await nextUserId(sandbox), passwordHash)
  state.put(users, user)
  await sendMail(sandbox, user, 'invitation')
  return { status: 201, body: viewOf(user) }
}

/** `PUT /user/{userId}`: the members of the body and no others; disabling ends the sessions. */
export const updateUser: HandlerOf<'UsersController_updateUser'> = async ({
  params,
  body,
  principal,
  sandbox,
}) => {
  requirePermission(principal, sandbox)
  const user = await existingUser(sandbox, params.userId)
  if (body.id !== user.id) throw idsDiffer(user.id, body.id)
  const holder = await findUserByEmail(sandbox.state, body.email)
  if (holder !== undefined && holder.id !== user.id) throw emailInUse(body.email)
  const { email, firstName, lastName, role, isEnabled = user.isEnabled } = body
  const updated = { ...user, email, firstName, lastName, role, isEnabled }
  return { status: 200, body: viewOf(await changeUser(sandbox, user, updated)) }
}

/** `DELETE /user/{userId}`: the user with their sessions, one-time tokens and mails. */
export const deleteUser: HandlerOf<'UsersController_deleteUser'> = async ({
  params,
  principal,
  sandbox,
}) => {
  requirePermission(principal, sandbox)
  await removeUser(sandbox, await existingUser(sandbox, params.userId))
  return { status: 200, body: { message: 'The user has been successfully deleted.' } }
}

/** Judged before anything is looked up, so that a refusal tells nothing about what exists. */
const requirePermission = ({ user }: UserPrincipal, { settings }: Sandbox): void => {
  if (settings.authorization === 'any' || user.role === 'ADMIN') return
  throw new Problem('permission-missing', {
    detail: `Users are managed by those with the role ADMIN; this user has the role ${user.role}.`,
    fix: 'Log in as a user with the role ADMIN, or start the server with --authorization any.',
  })
}

const existingUser = async ({ state }: Sandbox, id: number): Promise<User> => {
  const user = await state.get(users, userKey(id))
  if (user !== undefined) return user
  throw new Problem('not-found', {
    detail: `No user has the id ${id}.`,
    fix: 'Use an id that GET /user lists.',
  })
}

const idsDiffer = (inPath: number, inBody: number): Problem =>
  new Problem('conflict', {
    detail: `The id in the path is ${inPath}, the id in the body is ${inBody}.`,
    fix: 'Send the same id in both.',
  })

const emailInUse = (email: string): Problem =>
  new Problem('conflict', {
    detail: `The email address ${email} is already in use.`,
    fix: 'Use another address; letter case makes no difference.',
  })

const newUser = (
  body: RequestOf<'UsersController_createUser'>['body'],
  id: number,
  passwordHash: string,
): User => ({
  id,
  email: body.email,
  firstName: body.firstName,
  lastName: body.lastName,
  role: body.role,
  isEnabled: body.isEnabled ?? true,
  organizationIds: asList(body.organizationId),
  brandIds: asList(body.brandId),
  siteIds: asList(body.siteId),
  fhirStoreId: 'heydonto-sandbox',
  tosAcceptedAt: null,
  passwordHash,
  sessionEpoch: 0,
  invitationPending: true,
})

/** One number on the way in is a list of texts on the way out, as documented. */
const asList = (id: number | undefined): readonly string[] => (id === undefined ? [] : [String(id)])
