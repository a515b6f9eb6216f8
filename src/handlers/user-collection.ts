import { violation } from '../contract/violation.js'
import { findUserByEmail, type User, userKey, users } from '../auth/user.js'
import { Problem } from '../errors.js'
import { pointer } from '../lib/json-pointer.js'
import type { PutRecord, RecordCollection, SaidRecord } from '../sandbox/record-collection.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import { type SaidUser, saidUser } from './said-user.js'
import { changeUser, nextUserId, removeUser, usualPassword, viewOf } from './user-changes.js'

const noSuchId = (id: string): Problem =>
  new Problem('request-invalid', {
    detail: `${JSON.stringify(id.slice(0, 80))} is no id of a user.`,
    fix: 'The ids of users are whole numbers from 1 up.',
    violations: [violation('path', '/id', 'type', 'a whole number from 1 up', id)],
  })

/** The id of a user as a path says it; undefined: no user can have it. */
const idOf = (text: string): number | undefined =>
  /^[1-9]\d{0,15}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined

/** The id that a client says: in the path, or in the record. */
const wishedId = ({ id, pointer: at }: SaidRecord, said: SaidUser): number | undefined => {
  if (id === undefined) return said.id
  const named = idOf(id)
  if (named === undefined) throw noSuchId(id)
  if (said.id === undefined || said.id === named) return named
  const place = at + pointer('id')
  throw new Problem('request-invalid', {
    detail: `The path names the user ${named}, the record has the id ${said.id}.`,
    violations: [violation('body', place, 'same-name', String(named), said.id)],
  })
}

/** The hash of what was said, else what there is; the same password keeps its hash, and its sessions. */
const passwordHashOf = async (
  { password }: SaidUser,
  before: User | undefined,
  { auth: { passwords }, random }: Sandbox,
): Promise<string> => {
  if (before === undefined) return passwords.hash(password ?? usualPassword, random)
  if (password === undefined) return before.passwordHash
  const isSame = await passwords.verify(password, before.passwordHash)
  return isSame ? before.passwordHash : passwords.hash(password, random)
}

/** The user that a client says; what no answer shows stays as it was. */
const userFrom = (
  { email, firstName, lastName, role, ...said }: SaidUser,
  { id, passwordHash }: Pick<User, 'id' | 'passwordHash'>,
  before: User | undefined,
): User => ({
  ...{ id, email, firstName, lastName, role },
  isEnabled: said.isEnabled ?? true,
  organizationIds: said.organizationIds ?? [],
  brandIds: said.brandIds ?? [],
  siteIds: said.siteIds ?? [],
  fhirStoreId: said.fhirStoreId ?? 'heydonto-sandbox',
  tosAcceptedAt: said.tosAcceptedAt ?? null,
  passwordHash,
  sessionEpoch: before?.sessionEpoch ?? 0,
  invitationPending: before?.invitationPending ?? false,
})

const put = async (sandbox: Sandbox, said: SaidRecord): Promise<PutRecord> => {
  const { state } = sandbox
  const user = saidUser(said.value, said.pointer)
  const wished = wishedId(said, user)
  const before = wished === undefined ? undefined : await state.get(users, userKey(wished))
  const passwordHash = await passwordHashOf(user, before, sandbox)
  const holder = await findUserByEmail(state, user.email)
  if (holder !== undefined && holder.id !== wished)
    throw new Problem('record-conflict', {
      detail: `Another user, ${holder.id}, has the address ${user.email}.`,
      fix: 'Choose another address; letter case makes no difference.',
    })
  const id = wished ?? (await nextUserId(sandbox))
  const after = userFrom(user, { id, passwordHash }, before)
  if (before) return { record: viewOf(await changeUser(sandbox, before, after)), isNew: false }
  state.put(users, after)
  return { record: viewOf(after), isNew: true }
}

/** The users of our own contract, as its operations show them. */
export const createUserCollection = (contract: string): RecordCollection => ({
  ...{ name: users.name, contract, identity: 'id', standsAlone: true },
  list: async ({ state }) => (await state.list(users)).map(viewOf),
  count: async ({ state }) => (await state.list(users)).length,
  get: async ({ state }, id) => {
    const user = await state.get(users, id)
    return user && viewOf(user)
  },
  put,
  remove: async (sandbox, id) => {
    const user = await sandbox.state.get(users, id)
    if (user) await removeUser(sandbox, user)
    return user !== undefined
  },
  generate: async (sandbox, wish) => {
    // Realistic data is loaded when somebody asks for it.
    const { generateUsers } = await import('./generate-users.js')
    return generateUsers(sandbox, wish)
  },
})
