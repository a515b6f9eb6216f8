import { issueCode } from '../auth/redeem-code.js'
import { consentTicket, openTicket } from '../auth/consent-ticket.js'
import { scopesOf, type Subject, subjectNamed } from '../auth/credential-claims.js'
import { issueTokens } from '../auth/issue-tokens.js'
import type { OAuthContext, OAuthForm } from '../auth/oauth-answer.js'
import { Problem } from '../errors.js'
import type { Reply } from '../exchange.js'
import { cookiePairs } from '../lib/cookie-pairs.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import {
  type AuthorizationRequest,
  readAuthorizationRequest,
  redirectTo,
  redirectTrust,
  type RedirectPolicy,
} from './authorization-request.js'
import { consentHeaders, consentPage } from './consent-page.js'
import { loginSubjects, type People } from './login-subject.js'
import { isSameOrigin } from './origin.js'
import type { Visit } from './visit.js'

/** What the authorization endpoint works with. */
export interface AuthorizeParts {
  readonly policy: RedirectPolicy
  /** What each documented scope is for. */
  readonly scopes: ReadonlyMap<string, string>
  readonly title: string
  readonly people: readonly People[]
}

/** One request to it, in its transaction. */
export interface AuthorizeCall {
  readonly visit: Visit
  readonly sandbox: Sandbox
  readonly context: OAuthContext
  readonly form: OAuthForm
  /** The values of a parameter that may come several times. */
  readonly all: (name: string) => readonly string[]
}

const cookieName = 'sandbox_consent'
const mostUsers = 20

const redirect = (location: string): Reply => ({
  status: 303,
  headers: ['Location', location, 'Cache-Control', 'no-store', 'Content-Length', '0'],
})

/** The answer to a client that may have it: a code, or (response_type=token) the token itself. */
const granted = async (
  request: AuthorizationRequest,
  subject: Subject,
  context: OAuthContext,
): Promise<Reply> => {
  const { clientId, scope, audience, redirectUri, challenge, nonce } = request
  const common = { subject, clientId, scope, audience, nonce }
  const answer = request.isImplicit
    ? await issueTokens(context, { ...common, isLasting: false })
    : { code: await issueCode(context, { ...common, redirectUri, challenge }) }
  const texts = Object.entries(answer).map(([name, value]) => [name, String(value)])
  return redirect(redirectTo(request, context.issuer, Object.fromEntries(texts)))
}

const refused = (
  request: AuthorizationRequest,
  { issuer }: OAuthContext,
  error: string,
  description: string,
): Reply => redirect(redirectTo(request, issuer, { error, error_description: description }))

/** In public there are no cookies: there the form's Origin alone says where it comes from. */
const withoutCookie = 'public'

const nonceOf = ({ exchange }: Visit, { profile }: RedirectPolicy): string | undefined => {
  if (profile === 'public') return withoutCookie
  return cookiePairs(exchange.headers['cookie']).find(
    ([name, value]) => name === cookieName && /^[\w-]{22}$/.test(value),
  )?.[1]
}

const setCookie = ({ exchange, selection }: Visit, nonce: string): readonly string[] => [
  'Set-Cookie',
  `${cookieName}=${nonce}; Path=${selection.cookiePath}; HttpOnly; SameSite=Strict${exchange.secure ? '; Secure' : ''}`,
]

const secretOf = ({ auth }: Sandbox): Uint8Array => auth.credentials.secretFor('consent pages')

const page = async (
  { title, scopes, people, policy }: AuthorizeParts,
  { visit, sandbox, form }: AuthorizeCall,
  request: AuthorizationRequest,
): Promise<Reply> => {
  const users = await loginSubjects(sandbox, people, mostUsers)
  const nonce =
    nonceOf(visit, policy) ?? Buffer.from(sandbox.random.bytes(16)).toString('base64url')
  const hint = users.find(({ email, id }) => [email, id].includes(request.loginHint))?.id
  const body = consentPage({
    ...{ title, sandbox: sandbox.name, users },
    clientId: request.clientId,
    redirectUri: request.redirectUri,
    scopes: scopesOf(request.scope).map((name) => [name, scopes.get(name) ?? '']),
    chosen: hint ?? request.loginHint ?? users[0]?.id ?? '',
    ticket: consentTicket(secretOf(sandbox), Object.fromEntries(form), nonce, sandbox.clock.now()),
  })
  return {
    status: 200,
    headers: [
      ...consentHeaders(request.redirectUri),
      ...(nonce === withoutCookie ? [] : setCookie(visit, nonce)),
      ...['Content-Length', String(Buffer.byteLength(body))],
    ],
    body,
  }
}

/** Who is meant when nobody is asked. */
const usualSubject = async (
  { people }: AuthorizeParts,
  { sandbox }: AuthorizeCall,
  hint: string | undefined,
): Promise<Subject> => {
  const users = await loginSubjects(sandbox, people, mostUsers)
  if (hint === undefined) return users[0] ?? subjectNamed('user@example.com')
  return users.find(({ id, email }) => hint === id || hint === email) ?? subjectNamed(hint)
}

/**
 * The page that asks for consent; with `prompt=none` the answer, as if it had been given.
 * @throws Problem `authorization-refused` (400) for a request whose client cannot be answered.
 */
export const showConsent = async (parts: AuthorizeParts, call: AuthorizeCall): Promise<Reply> => {
  const { context, form } = call
  const request = readAuthorizationRequest(form, parts.policy, new Set(parts.scopes.keys()))
  const isOwn = redirectTrust(request.redirectUri, parts.policy) === 'own'
  const { flaw } = request
  // Nobody is sent to another site at once: this would be an open redirect.
  if (flaw && !isOwn)
    throw new Problem('authorization-refused', { detail: `${flaw.error}: ${flaw.description}` })
  if (flaw) return refused(request, context, flaw.error, flaw.description)
  if (request.prompt !== 'none') return page(parts, call, request)
  if (!isOwn)
    throw new Problem('authorization-refused', {
      detail: `interaction_required: without a page only clients on this machine are answered, not ${request.redirectUri.slice(0, 200)}.`,
      fix: 'Leave prompt=none out, or start the server with --allow-origin ORIGIN.',
    })
  return granted(request, await usualSubject(parts, call, request.loginHint), context)
}

/** Only the page that we have shown may send the form (CSRF). */
const requireOwnForm = ({ exchange, publicUrl }: Visit): void => {
  const { origin, 'sec-fetch-site': site } = exchange.headers
  const isTyped = origin === undefined && (site === undefined || site === 'none')
  if (isTyped || isSameOrigin(exchange, publicUrl)) return
  throw new Problem('origin-forbidden', {
    detail: 'Only the consent page itself may send its form.',
    fix: 'Open the authorization endpoint in a browser.',
  })
}

/**
 * The answer to what was chosen on the page.
 * @throws Problem `origin-forbidden` (403) for a form that no page of ours has sent, or too late.
 */
export const takeConsent = async (parts: AuthorizeParts, call: AuthorizeCall): Promise<Reply> => {
  const { visit, sandbox, context, form, all } = call
  requireOwnForm(visit)
  const nonce = nonceOf(visit, parts.policy) ?? ''
  const asked = openTicket(secretOf(sandbox), form.get('ticket') ?? '', nonce, sandbox.clock.now())
  if (nonce === '' || !asked)
    throw new Problem('origin-forbidden', {
      detail: 'The form is not one that this server has shown to this browser in the last minutes.',
      fix: 'Begin again at the client.',
    })
  const request = readAuthorizationRequest(
    new Map(Object.entries(asked)),
    parts.policy,
    new Set(parts.scopes.keys()),
  )
  if (form.get('decision') !== 'allow')
    return refused(request, context, 'access_denied', 'The user has said no')
  const name = form.get('user') || (form.get('other') ?? '').trim()
  const users = await loginSubjects(sandbox, parts.people, mostUsers)
  const subject =
    users.find(({ id }) => id === name) ?? (name === '' ? undefined : subjectNamed(name))
  if (!subject) return page(parts, { ...call, form: new Map(Object.entries(asked)) }, request)
  const chosen = new Set(all('scope'))
  const scope =
    request.scope &&
    scopesOf(request.scope)
      .filter((one) => chosen.has(one))
      .join(' ')
  return granted({ ...request, scope }, subject, context)
}
