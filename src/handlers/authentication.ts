import { challenge } from '../auth/security.js'
import { endSessionsOf, sessions } from '../auth/session.js'
import { signIn } from '../auth/sign-in.js'
import { supersedeTokensOf } from '../auth/one-time-token.js'
import { findUserByEmail, type User, userKey, users } from '../auth/user.js'
import { Problem } from '../errors.js'
import { sendMail } from '../sandbox/outbox.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import type { HandlerOf } from './handler-context.js'

/** `POST /auth/login`: a token and a cookie for whoever knows the password of an enabled user. */
export const login: HandlerOf<'AuthController_login'> = async ({ body, sandbox }) => {
  const { state, auth, cookie } = sandbox
  const known = await findUserByEmail(state, body.email)
  // Unknown and disabled users cost the same work as everybody else.
  const matches = await auth.passwords.verify(body.password, known?.passwordHash)
  if (known === undefined || !matches || !known.isEnabled) throw loginRefused()
  const { token, cookieId } = await signIn(sandbox, await rehashed(known, body.password, sandbox))
  const setCookie = cookie.set(cookieId)
  return {
    status: 200,
    body: { message: 'Login successful', token },
    ...(setCookie === undefined ? {} : { headers: { 'Set-Cookie': setCookie } }),
  }
}

/** The one answer to a wrong password, an unknown address and a disabled user. */
const loginRefused = (): Problem =>
  new Problem('credentials-invalid', {
    detail: 'The email address or the password is wrong, or the user is disabled.',
    fix: 'Send the email address and the password of an enabled user.',
    headers: challenge(),
  })

/** Stores the password under the current parameters, if it was not; sessions stay. */
const rehashed = async (user: User, password: string, sandbox: Sandbox): Promise<User> => {
  const { passwords } = sandbox.auth
  if (!passwords.needsRehash(user.passwordHash)) return user
  const upgraded = { ...user, passwordHash: await passwords.hash(password, sandbox.random) }
  sandbox.state.put(users, upgraded)
  return upgraded
}

/** `POST /auth/logout`: ends every session presented and clears the cookie; needs none. */
export const logout: HandlerOf<'AuthController_logout'> = async ({ credentials, sandbox }) => {
  const { name, state, auth, clock, cookie } = sandbox
  if (credentials.bearer !== undefined) {
    const claims = auth.tokens.verify(credentials.bearer, { sandbox: name, now: clock.now() })
    if (claims !== undefined) state.delete(sessions, claims.sid)
  }
  if (credentials.cookie !== undefined) {
    const session = await auth.sessions.findByCookie(state, credentials.cookie, name)
    if (session !== undefined) state.delete(sessions, session.id)
  }
  const cleared = cookie.clear()
  return {
    status: 200,
    body: { message: 'Successfully logged out.' },
    ...(cleared === undefined ? {} : { headers: { 'Set-Cookie': cleared } }),
  }
}

/** `GET /auth/user`: who is signed in; here the id is text, as documented. */
export const getCurrentUser: HandlerOf<'AuthController_getCurrentUser'> = ({ principal }) => {
  const { user } = principal
  return {
    status: 200,
    body: {
      email: user.email,
      fhirStoreId: user.fhirStoreId,
      id: String(user.id),
      organizationIds: user.organizationIds,
      brandIds: user.brandIds,
      siteIds: user.siteIds,
      role: user.role,
      firstName: user.firstName,
      lastName: user.lastName,
      tosAcceptedAt: user.tosAcceptedAt,
    },
  }
}

/** `POST /auth/tos-accept`: stamps the time of the sandbox's clock. */
export const acceptTermsOfService: HandlerOf<'AuthController_acceptTermsOfService'> = ({
  principal,
  sandbox,
}) => {
  const tosAcceptedAt = new Date(sandbox.clock.now()).toISOString()
  sandbox.state.put(users, { ...principal.user, tosAcceptedAt })
  return { status: 200, body: { message: 'The terms of service have been accepted.' } }
}

/** `POST /auth/forgot-password`: a mail to an enabled user; the answer never tells. */
export const forgotPassword: HandlerOf<'AuthController_forgotPassword'> = async ({
  body,
  sandbox,
}) => {
  const user =
    body.email === undefined ? undefined : await findUserByEmail(sandbox.state, body.email)
  if (user?.isEnabled === true) await sendMail(sandbox, user, 'password-reset')
  const message = 'If a user has this email address, a password reset email has been sent.'
  return { status: 200, body: { message } }
}

/** `POST /auth/set-password`: a new password for the bearer of a live one-time token. */
export const setPassword: HandlerOf<'AuthController_setPassword'> = async ({ body, sandbox }) => {
  const { name, state, auth, clock, random } = sandbox
  const now = clock.now()
  const given = body.token ?? ''
  const token = await auth.oneTimeTokens.findLive(state, given, { sandbox: name, now })
  if (token === undefined) throw oneTimeTokenRefused()
  const user = await state.get(users, userKey(token.userId))
  if (user?.isEnabled !== true) throw oneTimeTokenRefused()
  if (body.password === undefined) throw passwordMissing()
  const passwordHash = await auth.passwords.hash(body.password, random)
  auth.oneTimeTokens.use(state, token, now)
  // Whoever holds another mail must not undo what this one did.
  await supersedeTokensOf(state, user.id, now)
  const invitationPending = user.invitationPending && token.kind !== 'invitation'
  await endSessionsOf(state, { ...user, passwordHash, invitationPending })
  return { status: 200, body: { message: 'The password has been set.' } }
}

const oneTimeTokenRefused = (): Problem =>
  new Problem('credentials-invalid', {
    detail: 'The one-time token is missing, unknown, used, replaced by a newer one, or expired.',
    fix: 'Send the token of the newest password reset or invitation mail, in time and only once.',
    headers: challenge(),
  })

const passwordMissing = (): Problem =>
  new Problem('request-invalid', {
    detail: 'A password is needed with the token.',
    fix: 'Send the new password in the member password; the token is still unused.',
    violations: [
      {
        location: 'body',
        pointer: '/password',
        rule: 'required',
        expected: 'a string',
        message: 'password is required',
      },
    ],
  })
