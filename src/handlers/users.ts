import { deleteMailsOf } from '../auth/mail.js'
import { deleteTokensOf, supersedeTokensOf } from '../auth/one-time-token.js'
import type { UserPrincipal } from '../auth/security.js'
import { deleteSessionsOf, endSessionsOf } from '../auth/session.js'
import { emailKey, findUserByEmail, type User, userKey, users } from '../auth/user.js'
import { Problem } from '../errors.js'
import type { components } from '../generated/openapi.js'
import { sendMail } from '../sandbox/outbox.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import type { HandlerOf, RequestOf } from './handler-context.js'

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
  const user = newUser(body, await nextId(sandbox), passwordHash)
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
  const { state, clock } = sandbox
  const user = await existingUser(sandbox, params.userId)
  if (body.id !== user.id) throw idsDiffer(user.id, body.id)
  const holder = await findUserByEmail(state, body.email)
  if (holder !== undefined && holder.id !== user.id) throw emailInUse(body.email)
  // A link in the old mailbox must not open an account that has moved to another address.
  if (emailKey(body.email) !== emailKey(user.email)) {
    await supersedeTokensOf(state, user.id, clock.now())
  }
  const { email, firstName, lastName, role, isEnabled = user.isEnabled } = body
  const updated = { ...user, email, firstName, lastName, role, isEnabled }
  state.put(users, updated)
  const ends = user.isEnabled && !isEnabled
  return { status: 200, body: viewOf(ends ? await endSessionsOf(state, updated) : updated) }
}

/** `DELETE /user/{userId}`: the user with their sessions, one-time tokens and mails. */
export const deleteUser: HandlerOf<'UsersController_deleteUser'> = async ({
  params,
  principal,
  sandbox,
}) => {
  requirePermission(principal, sandbox)
  const { state } = sandbox
  const user = await existingUser(sandbox, params.userId)
  await deleteSessionsOf(state, user)
  await deleteTokensOf(state, user.id)
  await deleteMailsOf(state, user.id)
  state.delete(users, userKey(user.id))
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

/** The next number that no user has: a seed may have taken some. */
const nextId = async ({ state }: Sandbox): Promise<number> => {
  for (;;) {
    const id = await state.next(users)
    if ((await state.get(users, userKey(id))) === undefined) return id
  }
}

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

/** What of a user is answered: named member by member, so that no secret can slip in. */
const viewOf = (user: User): components['schemas']['User'] => ({
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
