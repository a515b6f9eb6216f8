import type { Contract, Operation } from '../../contract/contract.js'
import { isObject } from '../../lib/json-object.js'
import { operationView, type OperationView } from './operation-view.js'
import { plainName } from '../../lib/plain-name.js'
import { createDocumentReader } from './schema-view.js'
import { isAccess, type TokenMember, tokenMembers } from './token-members.js'

/** What an operation does to sessions: `join` makes the user as well. */
export type SessionRole = 'login' | 'join' | 'refresh' | 'logout'

/** An operation that begins, prolongs or ends a session. */
export interface SessionOperation {
  readonly role: SessionRole
  /** What its answer tells of the session; empty for a logout. */
  readonly members: readonly TokenMember[]
}

const loginWords =
  /^(login|logon|signin|authenticate|authentication|auth|tokens?|sessions?|accesstokens?|authtokens?|jwt|apikeys?|credentials|authorize)$/
const loginIds =
  /(login|logon|signin|authenticate|(create|get|obtain|issue|generate|request|new)(access|auth|jwt|api|user|bearer)?(token|session)|tokenpair)/
const refreshWords = /refresh|renew/
const logoutWords = /logout|logoff|signout|endsession|revoketoken|invalidatetoken|revokesession/
const sessionWords = /^(login|sessions?|tokens?|accesstokens?|auth|authtokens?)$/

const literalsOf = (path: string): readonly string[] =>
  path
    .split('/')
    .filter((part) => part !== '' && !part.includes('{'))
    .map(plainName)

const namesOf = ({ path, id }: Operation) => {
  const literals = literalsOf(path)
  return { last: literals.at(-1) ?? '', tail: literals.slice(-2).join(''), id: plainName(id) }
}

const isLogout = ({ path, method, id }: Operation): boolean => {
  const { last, tail, id: plain } = namesOf({ path, id } as Operation)
  if (logoutWords.test(last) || (logoutWords.test(plain) && !path.endsWith('}')))
    return method === 'POST' || method === 'DELETE' || method === 'GET'
  return (
    (method === 'DELETE' && !path.endsWith('}') && sessionWords.test(last)) ||
    (method === 'POST' && /^(token|session|oauth)s?(revoke|end)$/.test(tail))
  )
}

const isRead = ({ method }: Operation): boolean => method === 'GET' || method === 'HEAD'

/** True for a request that hands in what the answer calls its token: a device's, for example. */
const handsIn = ({ request }: OperationView, { at }: TokenMember): boolean =>
  request?.schema.names.some((name) => plainName(name) === plainName(at.at(-1) ?? '')) === true

const passwordName = /^(password|passwd|pwd|passphrase|pin|otp|code)$/

const hasPassword = ({ request }: OperationView): boolean => {
  const schema = request?.schema
  const views = [schema, ...(schema?.names.map((name) => schema.property(name)) ?? [])]
  return views.some((view) => view?.names.some((name) => passwordName.test(plainName(name))))
}

const isOpen = ({ security }: Operation): boolean =>
  security.length === 0 || security.some((one) => Object.keys(one).length === 0)

const roleOf = (view: OperationView, members: readonly TokenMember[]): SessionRole | undefined => {
  const { operation } = view
  const { last, tail, id } = namesOf(operation)
  const access = members.find(isAccess)
  if (!access) return undefined
  const isRefresh = refreshWords.test(tail) || refreshWords.test(id)
  if (isRefresh && !operation.path.endsWith('}')) return 'refresh'
  if (handsIn(view, access)) return undefined
  const isNamed = loginWords.test(last) || loginIds.test(id)
  if (isNamed && !operation.path.endsWith('}')) {
    if (!isRead(operation)) return 'login'
    return isOpen(operation) && loginIds.test(id) ? 'login' : undefined
  }
  const isSignUp = operation.method === 'POST' && isOpen(operation) && hasPassword(view)
  return isSignUp ? 'join' : undefined
}

/** Finds out what the operations of a contract do to sessions, each when it is first asked for. */
export const createSessionOperations = (
  contract: Contract,
): ((operation: Operation) => SessionOperation | undefined) => {
  const known = new Map<Operation, SessionOperation | undefined>()
  let reader: ReturnType<typeof createDocumentReader> | undefined
  const find = (operation: Operation): SessionOperation | undefined => {
    if (isLogout(operation)) return { role: 'logout', members: [] }
    if (!isObject(contract.document)) return undefined
    const view = operationView(
      contract,
      operation,
      (reader ??= createDocumentReader(contract.document)),
    )
    const members = tokenMembers(view.response?.body?.schema)
    const role = roleOf(view, members)
    return role && { role, members }
  }
  return (operation) => {
    if (!known.has(operation)) known.set(operation, find(operation))
    return known.get(operation)
  }
}
