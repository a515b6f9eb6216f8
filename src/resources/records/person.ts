import { isObject, own } from '../../lib/json-object.js'
import { identityOf } from './identity.js'
import type { Principal } from '../../auth/principal.js'
import type { ResourceState } from './resource-state.js'
import { type StateRecord, valuesOf } from './state-record.js'

/** Somebody as records say it. */
export interface Person {
  readonly id: unknown
  readonly name?: unknown
  readonly email?: unknown
  readonly login?: unknown
  /** Everything that is known. */
  readonly value: unknown
}

const firstOf = (value: unknown, names: readonly string[]): unknown => {
  const record = isObject(value) ? value : {}
  const attributes = own(record, 'attributes')
  return [record, isObject(attributes) ? attributes : {}]
    .flatMap((holder) => names.map((name) => own(holder, name)))
    .find((one) => typeof one === 'string' && one !== '')
}

const names = ['name', 'displayName', 'display_name', 'fullName', 'full_name']
const logins = ['username', 'userName', 'user_name', 'login', 'handle']

/** The person that a record is about. */
export const personIn = (
  state: ResourceState,
  { key, value }: Pick<StateRecord, 'key' | 'value'>,
): Person => ({
  id: identityOf(state, value)?.at(-1) ?? valuesOf(key).at(-1),
  name: firstOf(value, names),
  email: firstOf(value, ['email', 'emailAddress', 'email_address', 'mail']),
  login: firstOf(value, logins),
  value,
})

/** What a principal says by itself, under all the names that records have for it. */
export const personOf = ({ id, name, email, claims }: Principal): Person => {
  const said = (keys: readonly string[], value: unknown) =>
    value === undefined ? [] : keys.map((key) => [key, value] as const)
  const known = [
    ...said(['id', 'userId', 'user_id', 'uuid', 'sub'], id),
    ...said([...names, ...logins], name ?? id),
    ...said(['email', 'emailAddress', 'email_address', 'mail'], email),
  ]
  return {
    ...{ id, value: { ...claims, ...Object.fromEntries(known) } },
    ...{ name: name ?? id, email, login: name ?? id },
  }
}
