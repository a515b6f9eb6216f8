import { createHash, timingSafeEqual } from 'node:crypto'
import { type Subject, subjectNamed } from '../auth/credential-claims.js'
import type { Principal } from '../auth/principal.js'
import { findUserByEmail, type User, userKey, users } from '../auth/user.js'
import { isObject } from '../lib/json-object.js'
import type { StateHandlers } from '../resources/records/create-state-handlers.js'
import { isHashed, isPasswordName } from '../resources/records/hashed-passwords.js'
import type { Person } from '../resources/records/person.js'
import type { Sandbox } from '../sandbox/sandbox.js'

/** Where the people of a contract are looked up. */
export type People = Pick<StateHandlers, 'findPerson' | 'listPeople'>

/** Whom a server lets log in. */
export interface LoginPolicy {
  readonly mode: 'off' | 'presence' | 'verify'
  /** Of each contract that has any. */
  readonly people: readonly People[]
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** A person of a contract as the subject of a credential. */
export const subjectOfPerson = ({ id, name, login, email }: Person): Subject => ({
  id: String(id),
  name: text(name) ?? text(login),
  email: text(email),
})

const subjectOfUser = ({ id, email, firstName, lastName }: User): Subject => ({
  id: userKey(id),
  name: `${firstName} ${lastName}`.trim(),
  email,
})

/** The first so many who may log in: the people of the contracts, else the users of the seed. */
export const loginSubjects = async (
  sandbox: Sandbox,
  people: readonly People[],
  most: number,
): Promise<readonly Subject[]> => {
  for (const { listPeople } of people) {
    const found = await listPeople(sandbox, most)
    if (found.length > 0) return found.map(subjectOfPerson)
  }
  const known = (await sandbox.state.list(users)).filter(({ isEnabled }) => isEnabled)
  return known.slice(0, most).map(subjectOfUser)
}

const asPrincipal = (typed: string): Principal => {
  const { id, name, email } = subjectNamed(typed)
  return {
    id,
    claims: {},
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
  }
}

/** The person of the contracts that goes by a name, an address or an identity. */
export const personNamed = async (
  sandbox: Sandbox,
  people: readonly People[],
  name: string,
): Promise<Awaited<ReturnType<People['findPerson']>>> => {
  for (const { findPerson } of people) {
    const found = await findPerson(sandbox, asPrincipal(name))
    if (found) return found
  }
  return undefined
}

const digest = (value: string): Buffer => createHash('sha256').update(value).digest()

/** True unless a person's record has another password, one that a client has said. */
const isPassword = async (
  { auth }: Sandbox,
  { value, isFirst }: { readonly value?: unknown; readonly isFirst: boolean },
  given: string | undefined,
): Promise<boolean> => {
  if (isFirst || !isObject(value)) return true
  const [, kept] = Object.entries(value).find(([name]) => isPasswordName(name)) ?? []
  if (typeof kept !== 'string') return true
  if (given === undefined) return false
  return isHashed(kept)
    ? auth.passwords.verify(given, kept)
    : timingSafeEqual(digest(kept), digest(given))
}

/**
 * Who logs in with a name and a password; undefined for whoever may not. The password of a person whom
 * a client has made is that which the client has said. Where credentials are verified others have to
 * be people of the contract or users of the seed with their password; else anybody is who they say.
 */
export const loginSubject = async (
  sandbox: Sandbox,
  { mode, people }: LoginPolicy,
  name: string,
  password: string | undefined,
): Promise<Subject | undefined> => {
  const person = await personNamed(sandbox, people, name)
  if (person)
    return (await isPassword(sandbox, person, password)) ? subjectOfPerson(person) : undefined
  const { state, auth } = sandbox
  const user = await findUserByEmail(state, name)
  if (mode !== 'verify') return user?.isEnabled ? subjectOfUser(user) : subjectNamed(name)
  const matches = await auth.passwords.verify(password ?? '', user?.passwordHash)
  return user?.isEnabled && matches ? subjectOfUser(user) : undefined
}
