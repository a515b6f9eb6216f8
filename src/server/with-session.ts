import { type CredentialClaims, type Subject } from '../auth/credential-claims.js'
import { tokenLifetime } from '../auth/issue-tokens.js'
import type { Content } from '../contract/contract.js'
import { isObject, own } from '../lib/json-object.js'
import type { Person } from '../resources/records/person.js'
import { plainName } from '../lib/plain-name.js'
import type { SessionOperation } from '../resources/inference/session-operations.js'
import { isAccess, type TokenMember } from '../resources/inference/token-members.js'
import { valueAtPath, withValueAtPath } from '../lib/value-path.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import { type TokenBody, withFitting, withRefreshToken, withToken } from './token-body.js'

/** Who a session is for, and on what terms. */
export interface SessionWish {
  readonly subject: Subject
  readonly person: Person | undefined
  readonly scope?: string | undefined
  readonly clientId?: string | undefined
  readonly issuer: string
  /** The grant that the session goes on with; a new one when absent. */
  readonly grant?: string | undefined
}

/** 24 hours, as long as nothing else is documented. */
const usualLifetime = 24 * 60 * 60
const longestLifetime = 10 * 365 * 24 * 60 * 60

/** How long the answer's own example says that a token lasts. */
const lifetimeOf = (value: unknown, content: Content, members: readonly TokenMember[]): number => {
  const [example] = content.examples
  const said = members.find(({ kind }) => kind === 'expiresIn')
  const seconds = example && said ? valueAtPath(value, said.at) : undefined
  return Number.isSafeInteger(seconds) && Number(seconds) > 0 && Number(seconds) <= longestLifetime
    ? Number(seconds)
    : usualLifetime
}

/** Milliseconds are told from seconds by what stands there. */
const timesOf = (exp: number, before: unknown): readonly unknown[] => {
  const iso = new Date(exp * 1000).toISOString()
  const numbers = typeof before === 'number' && before > 1e11 ? [exp * 1000] : [exp, exp * 1000]
  return typeof before === 'number' ? [...numbers, iso] : [iso, ...numbers, String(exp)]
}

const withFirstOf = (
  body: TokenBody,
  member: Pick<TokenMember, 'at'>,
  values: readonly unknown[],
): TokenBody => {
  for (const value of values) {
    const next = withFitting(body, member, value)
    if (next) return next
  }
  return body
}

const withTerms = (
  body: TokenBody,
  member: TokenMember,
  { exp, iat }: CredentialClaims,
): TokenBody => {
  const before = valueAtPath(body.value, member.at)
  const isTime =
    member.kind === 'expiresAt' || (typeof before === 'number' && before > longestLifetime)
  if (isTime) return withFirstOf(body, member, timesOf(exp, before))
  if (member.kind === 'expiresIn') return withFirstOf(body, member, [exp - iat])
  const isBearer = typeof before === 'string' && /^bearer$/i.test(before)
  return isBearer ? body : withFirstOf(body, member, ['Bearer', 'bearer'])
}

const peopleNames = /^(user|account|profile|me|member|customer|person|owner|currentuser|userinfo)$/

const personPaths = (
  value: unknown,
  members: readonly TokenMember[],
): readonly (readonly string[])[] => {
  const beside = members.find(isAccess)?.at.slice(0, -1) ?? []
  const holder = valueAtPath(value, beside)
  const inside = isObject(holder) ? Object.keys(holder) : []
  const named = inside.filter(
    (name) => peopleNames.test(plainName(name)) && isObject(holder) && isObject(own(holder, name)),
  )
  return [...named.map((name) => [...beside, name]), beside]
}

const tokenWords = /token|expires|scope|jwt/i

const saidOf = ({ subject, person }: SessionWish): Readonly<Record<string, unknown>> => ({
  ...(subject.email !== undefined && { email: subject.email }),
  ...(subject.name !== undefined && { username: subject.name, login: subject.name }),
  ...(isObject(person?.value) ? person.value : {}),
})

/** Shows who has logged in where the answer speaks of a user. */
const withPerson = (
  body: TokenBody,
  members: readonly TokenMember[],
  wish: SessionWish,
): TokenBody => {
  const said = saidOf(wish)
  let next = body
  for (const path of personPaths(body.value, members)) {
    const holder = valueAtPath(next.value, path)
    if (!isObject(holder)) continue
    for (const name of Object.keys(holder)) {
      const part = own(said, name)
      if (part === undefined || tokenWords.test(name)) continue
      next = withFitting(next, { at: [...path, name] }, part) ?? next
    }
  }
  return next
}

/** A body with the tokens of a new session in it, and the claims of them all. */
export const withSession = async (
  value: unknown,
  content: Content,
  { members }: SessionOperation,
  wish: SessionWish,
  sandbox: Sandbox,
): Promise<{ readonly value: unknown; readonly claims: CredentialClaims }> => {
  const { auth, random, clock } = sandbox
  const terms = {
    ...{ subject: wish.subject, sandbox: sandbox.name, issuer: wish.issuer, scope: wish.scope },
    clientId: wish.clientId,
  }
  const given = { random, now: clock.now() }
  const lifetime = lifetimeOf(value, content, members)
  const claims = auth.credentials.claims({ ...terms, lifetime, grant: wish.grant }, given)
  const lasting = { ...terms, lifetime: tokenLifetime.refresh, grant: claims.grant }
  const token = () => auth.credentials.token(claims)
  const key = () => auth.credentials.key(claims, random)
  let body: TokenBody = withPerson({ value, schema: content.schema }, members, wish)
  for (const member of members) {
    const { kind } = member
    if (kind === 'refresh') {
      const kept = auth.credentials.claims(lasting, given)
      body = (await withRefreshToken(body, member, kept, sandbox)) ?? body
    } else if (isAccess(member)) {
      const usual = kind === 'key' ? [key(), token()] : [token(), key()]
      const kept = { kind: 'access' as const, claims }
      body = (await withToken(body, member, usual, kept, sandbox)) ?? body
    } else if (valueAtPath(body.value, member.at) !== undefined) {
      body = withTerms(body, member, claims)
    }
  }
  return { value: body.value, claims }
}

/** A body with members of a token endpoint's answer in it, where it has a place for them. */
export const withIssued = (
  value: unknown,
  content: Content,
  issued: Readonly<Record<string, unknown>>,
): unknown =>
  Object.entries(issued).reduce<TokenBody>(
    (body, [name, part]) => withFitting(body, { at: [name] }, part) ?? body,
    { value: isObject(value) ? value : withValueAtPath({}, [], {}), schema: content.schema },
  ).value
