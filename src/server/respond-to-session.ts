import { type Subject, subjectNamed, usualUser } from '../auth/credential-claims.js'
import { grantTokens } from '../auth/grant-tokens.js'
import { isRefusal } from '../auth/oauth-answer.js'
import { oauthClientOf } from '../auth/oauth-client.js'
import { findToken } from '../auth/keep-token.js'
import { type OpaqueToken, opaqueTokens } from '../auth/opaque-token.js'
import type { Principal } from '../auth/principal.js'
import { isRevoked, revoke } from '../auth/revocation.js'
import { responseFor } from '../contract/check-reply.js'
import type { Content, Contract, Operation } from '../contract/contract.js'
import type { RequestValues } from '../contract/read-request.js'
import { Problem } from '../errors.js'
import type { Reply } from '../exchange.js'
import { parseExact, stringifyExact } from '../lib/parse-exact.js'
import { essence, isJson } from '../lib/media-type.js'
import { challengesOf } from '../mock/challenge.js'
import { presentedCredential } from '../mock/presented-credential.js'
import type { SessionOperation } from '../resources/inference/session-operations.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import { issuerOf } from './issuer-of.js'
import { loginRequestOf, type LoginRequest } from './login-request.js'
import { loginSubject, type People, personNamed } from './login-subject.js'
import { scopesIn } from './oauth-surface.js'
import type { ServerSettings } from './server-options.js'
import { type SessionWish, withIssued, withSession } from './with-session.js'
import { mayUseCookies } from './origin.js'
import type { Visit } from './visit.js'

/** One request to an operation that acts on sessions, in its transaction. */
export interface SessionCall {
  readonly contract: Contract
  readonly settings: ServerSettings
  readonly people: readonly People[]
  readonly visit: Visit
  readonly operation: Operation
  readonly session: SessionOperation
  readonly values: RequestValues
  readonly sandbox: Sandbox
  readonly principal: Principal | undefined
  /** Answers as if the operation were like any other. */
  readonly usual: () => Promise<Reply>
}

const refused = ({ contract, operation }: SessionCall, detail: string, fix: string): Problem =>
  new Problem('credentials-invalid', {
    ...{ detail, fix },
    headers: challengesOf(contract, operation),
  })

/** What the answer is made of, where it is JSON: the body, and the content that describes it. */
const bodyOf = (operation: Operation, { status, headers, body }: Reply) => {
  const at = headers.findIndex((name, index) => index % 2 === 0 && /^content-type$/i.test(name))
  const type = at < 0 ? '' : (headers[at + 1] ?? '')
  if (status >= 300 || typeof body !== 'string' || !isJson(type)) return undefined
  const contents = responseFor(operation, status)?.contents ?? []
  const content =
    contents.find(({ mediaType }) => essence(mediaType) === essence(type)) ?? contents[0]
  return content && { value: parseExact(body), content }
}

const withBody = (reply: Reply, value: unknown, more: readonly string[]): Reply => {
  const body = stringifyExact(value) ?? ''
  const own = new Set(more.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase()))
  const isKept = (name: string): boolean => !own.has(name) && name !== 'content-length'
  const headers = reply.headers.filter((_, at, all) =>
    isKept((all[at - (at % 2)] as string).toLowerCase()),
  )
  const length = ['Content-Length', String(Buffer.byteLength(body))]
  return { ...reply, headers: [...headers, ...more, ...length], body }
}

/** The cookie that the contract takes a credential from, as this client may keep it. */
const cookieHeaders = (
  { contract, settings, visit }: SessionCall,
  value: string | undefined,
): readonly string[] => {
  const scheme = [...contract.securitySchemes.values()].find((one) => one.in === 'cookie')
  if (!scheme?.name || settings.profile === 'public' || !mayUseCookies(visit.trust)) return []
  const secure = visit.exchange.secure ? '; Secure' : ''
  const rest = `Path=${visit.selection.cookiePath}; HttpOnly; SameSite=Lax${secure}`
  return value === undefined
    ? ['Set-Cookie', `${scheme.name}=; ${rest}; Max-Age=0`]
    : ['Set-Cookie', `${scheme.name}=${value}; ${rest}`]
}

const noStore = ['Cache-Control', 'no-store']

/** The usual answer with the tokens of a session in it. */
const openSession = async (
  call: SessionCall,
  reply: Reply,
  wish: Omit<SessionWish, 'issuer' | 'person'>,
): Promise<Reply> => {
  const found = bodyOf(call.operation, reply)
  if (!found) return reply
  const { sandbox, session, people, visit } = call
  const person = await personNamed(sandbox, people, wish.subject.id)
  const whole = { ...wish, person, issuer: issuerOf(visit) }
  const { value, claims } = await withSession(found.value, found.content, session, whole, sandbox)
  const key = () => sandbox.auth.credentials.key(claims, sandbox.random)
  const hasCookie = cookieHeaders(call, '').length > 0
  return withBody(reply, value, [...noStore, ...(hasCookie ? cookieHeaders(call, key()) : [])])
}

/** A token endpoint that the contract documents as an operation (RFC 6749 §3.2). */
const grant = async (
  call: SessionCall,
  form: NonNullable<LoginRequest['grant']>,
): Promise<Reply> => {
  const { contract, settings, people, visit, sandbox } = call
  const client = oauthClientOf(visit.exchange.headers, form)
  const context = { ...sandbox, issuer: issuerOf(visit) }
  const policy = { mode: settings.auth, people }
  const issued = await grantTokens(context, client, form, {
    scopes: new Set(scopesIn([contract]).keys()),
    subjectOf: (name, password) => loginSubject(sandbox, policy, name, password),
  })
  if (isRefusal(issued)) return oauthRefusal(call, issued)
  const reply = await call.usual()
  const found = bodyOf(call.operation, reply)
  return found ? withBody(reply, withIssued(found.value, found.content, issued), noStore) : reply
}

/** The refusal as RFC 6749 has it, where the contract allows that; else in the shape it documents. */
const oauthRefusal = (
  call: SessionCall,
  { status, body, headers = [] }: { status: number; body: object; headers?: readonly string[] },
): Reply => {
  const response = responseFor(call.operation, status)
  const content = response?.contents.find((one: Content) => isJson(one.mediaType))
  if (content?.schema && !content.schema.isValid(body)) {
    const { error_description: text } = body as { error_description?: string }
    throw refused(call, text ?? 'The grant was refused', 'Send what RFC 6749 asks for.')
  }
  const text = JSON.stringify(body)
  const type = content?.mediaType ?? 'application/json'
  const length = String(Buffer.byteLength(text))
  return {
    status,
    headers: [...headers, ...noStore, 'Content-Type', type, 'Content-Length', length],
    body: text,
  }
}

/** Who says who they are; undefined when the request does not say it. */
const namedSubject = async (
  call: SessionCall,
  { name, password }: LoginRequest,
): Promise<Subject | undefined> => {
  const { sandbox, settings, people, session } = call
  if (name === undefined) return undefined
  if (session.role === 'join') {
    const { id, ...rest } = subjectNamed(name)
    const person = await personNamed(sandbox, people, name)
    return { ...rest, id: person ? String(person.id) : id }
  }
  const subject = await loginSubject(sandbox, { mode: settings.auth, people }, name, password)
  if (subject) return subject
  throw refused(
    call,
    'The user or the password is not known here.',
    'Log in as a user of the contract, or of the seed, with their password.',
  )
}

const subjectOf = ({ id, name, email }: Principal): Subject => ({ id, name, email })

/** Who a session without a name is for. */
const unnamedSubject = (call: SessionCall): Subject => {
  const { principal, settings } = call
  if (principal) return subjectOf(principal)
  if (settings.auth !== 'verify') return subjectNamed(usualUser)
  throw refused(call, 'The request does not say who logs in.', 'Send a name and a password.')
}

const login = async (call: SessionCall): Promise<Reply> => {
  const request = loginRequestOf(call.visit, call.values)
  if (request.grant) return grant(call, request.grant)
  // Who joins is there only after the usual answer.
  const joined = call.session.role === 'join' ? await call.usual() : undefined
  const subject = (await namedSubject(call, request)) ?? unnamedSubject(call)
  return openSession(call, joined ?? (await call.usual()), { subject })
}

const ownRefreshToken = /^osr_[\w-]{43}$/

const isOver = async (
  { usedAt, claims }: OpaqueToken,
  { state, clock }: Sandbox,
): Promise<boolean> =>
  usedAt !== undefined || clock.now() >= claims.exp * 1000 || (await isRevoked(state, claims))

/** A refresh token of ours is good once; what others have made is taken for one unless we verify. */
const refresh = async (call: SessionCall): Promise<Reply> => {
  const { sandbox, visit, values } = call
  const request = loginRequestOf(visit, values)
  if (request.grant) return grant(call, request.grant)
  const { state, clock } = sandbox
  const token = request.refreshToken
  const found = token === undefined ? undefined : await findToken(state, token, 'refresh')
  if (!found && !ownRefreshToken.test(token ?? ''))
    return openSession(call, await call.usual(), { subject: unnamedSubject(call) })
  if (!found || (await isOver(found, sandbox)))
    throw refused(
      call,
      'The refresh token is unknown, used, revoked or expired.',
      'Log in again, and send each refresh token once.',
    )
  state.put(opaqueTokens, { ...found, usedAt: Math.floor(clock.now() / 1000) })
  const { sub, name, email, scope, grant: id, client_id: clientId } = found.claims
  const subject = { id: sub, name, email }
  return openSession(call, await call.usual(), { subject, scope, clientId, grant: id })
}

/** Ends what was granted with each credential of the request, a refresh token in the body included. */
const logout = async (call: SessionCall): Promise<Reply> => {
  const { contract, sandbox, visit, values } = call
  const { state, auth, clock } = sandbox
  const presented = [...contract.securitySchemes.values()].flatMap(
    (scheme) => presentedCredential(scheme, visit.exchange) ?? [],
  )
  const { refreshToken } = loginRequestOf(visit, values)
  for (const given of [...presented, ...(refreshToken === undefined ? [] : [refreshToken])]) {
    const text = given.replace(/^(?:bearer|token|jwt)\s+/i, '')
    const claims =
      auth.credentials.open(text) ??
      (await findToken(state, text, 'access'))?.claims ??
      (await findToken(state, text, 'refresh'))?.claims
    if (claims?.sandbox === sandbox.name) await revoke(state, claims, 'grant', clock.now())
  }
  const reply = await call.usual()
  return { ...reply, headers: [...reply.headers, ...cookieHeaders(call, undefined)] }
}

/**
 * Answers an operation that begins, prolongs or ends a session of a contract that is not ours, with
 * tokens that its other operations take.
 * @throws Problem `credentials-invalid` (401) for who may not log in.
 */
export const respondToSession = (call: SessionCall): Promise<Reply> => {
  const { role } = call.session
  if (role === 'logout') return logout(call)
  return role === 'refresh' ? refresh(call) : login(call)
}
