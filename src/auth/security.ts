import { Problem } from '../errors.js'
import type { RequestHeaders } from '../exchange.js'
import { andThen, type Awaitable } from '../lib/and-then.js'
import type { Transaction } from '../store/store.js'
import type { Auth } from './auth.js'
import type { Principal } from './principal.js'
import { isLiveSession, type Session, sessions } from './session.js'
import type { SessionCookie } from './session-cookie.js'
import { type User, userKey, users } from './user.js'

/** What a request presented, not verified yet. */
export interface Credentials {
  /** The text after `Bearer` (RFC 6750 §2.1); empty when nothing followed. */
  readonly bearer?: string
  /** The value of the session cookie. */
  readonly cookie?: string
}

/** The user a request comes from, once its credentials are verified. */
export interface UserPrincipal extends Principal {
  readonly user: User
  readonly session: Session
}

/** The part of a sandbox that credentials are verified against. */
export interface SecurityContext {
  readonly name: string
  readonly state: Transaction
  readonly clock: { readonly now: () => number }
  readonly auth: Auth
}

/** What the request presents: a bearer token, the session cookie, both or neither. */
export const credentialsOf = (headers: RequestHeaders, cookie: SessionCookie): Credentials => {
  const bearer = /^bearer(?: +(.*))?$/is.exec((headers.authorization ?? '').trim())
  const cookieId = cookie.read(headers.cookie)
  if (cookieId === undefined) return bearer === null ? {} : { bearer: bearer[1] ?? '' }
  return bearer === null ? { cookie: cookieId } : { bearer: bearer[1] ?? '', cookie: cookieId }
}

/**
 * Who presents these credentials, or undefined. A bearer decides alone: one that fails is a failure,
 * whatever the cookie says, so that two identities never mix. Undefined: see
 * {@link credentialsProblem}.
 */
export const authenticate = (
  credentials: Credentials,
  context: SecurityContext,
): Awaitable<UserPrincipal | undefined> =>
  andThen(presentedSession(credentials, context), (session) =>
    session === undefined
      ? undefined
      : andThen(context.state.getAtOnce(users, userKey(session.userId)), (user) =>
          user !== undefined && isLiveSession(session, user, context.clock.now())
            ? asPrincipal(user, session)
            : undefined,
        ),
  )

const noClaims: Principal['claims'] = {}

const asPrincipal = (user: User, session: Session): UserPrincipal => ({
  id: userKey(user.id),
  name: `${user.firstName} ${user.lastName}`.trim(),
  email: user.email,
  claims: noClaims,
  user,
  session,
})

const presentedSession = (
  { bearer, cookie }: Credentials,
  { name, state, clock, auth }: SecurityContext,
): Awaitable<Session | undefined> => {
  if (bearer === undefined) {
    return cookie === undefined ? undefined : auth.sessions.findByCookie(state, cookie, name)
  }
  const claims = auth.tokens.verify(bearer, { sandbox: name, now: clock.now() })
  if (claims === undefined) return undefined
  return andThen(state.getAtOnce(sessions, claims.sid), (session) =>
    session !== undefined && userKey(session.userId) === claims.sub ? session : undefined,
  )
}

/** True for the documentation's `<YOUR_JWT_HERE>`, in any brackets or none: it was never replaced. */
export const isPlaceholder = (bearer: string): boolean =>
  /^[$<{[(]*YOUR_JWT_HERE[>}\])]*$/i.test(bearer)

/** The refusal (401) of credentials that did not {@link authenticate}; says what to send instead. */
export const credentialsProblem = ({ bearer, cookie }: Credentials): Problem => {
  if (bearer === undefined && cookie === undefined) {
    return new Problem('credentials-missing', {
      detail:
        'The operation needs a bearer token or the session cookie, and the request has neither.',
      fix: 'Send Authorization: Bearer TOKEN with the token of POST /auth/login.',
      headers: challenge(),
    })
  }
  const placeholder = bearer !== undefined && isPlaceholder(bearer)
  return new Problem('credentials-invalid', {
    detail: placeholder
      ? 'Replace the placeholder <YOUR_JWT_HERE> by the token of POST /auth/login.'
      : `The ${bearer === undefined ? 'session cookie' : 'bearer token'} is not that of a live session.`,
    fix: 'Log in with POST /auth/login and send the token of its answer.',
    headers: challenge(bearer === undefined ? undefined : 'invalid_token'),
  })
}

/** The `WWW-Authenticate` header that every 401 has (RFC 9110 §15.5.2, RFC 6750 §3): name, value. */
export const challenge = (error?: 'invalid_token'): readonly string[] => [
  'WWW-Authenticate',
  `Bearer realm="openapi-sandbox"${error === undefined ? '' : `, error="${error}"`}`,
]
