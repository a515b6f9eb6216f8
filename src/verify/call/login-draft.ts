import type { Operation, Parameter } from '../../contract/contract.js'
import { isObject, type JsonObject } from '../../lib/json-object.js'
import { validDraft } from '../plan/valid-draft.js'
import type { RequestDraft } from '../request-draft.js'
import { isPasswordName, isUserName } from './is-password-name.js'

/** Who logs in. */
export interface Account {
  readonly name: string
  readonly password: string
}

/** What a member is set to; undefined: it stays as it is. */
const valueFor = (name: string, account: Account): string | undefined => {
  if (isPasswordName(name)) return account.password
  return isUserName(name) ? account.name : undefined
}

/** A body with the account in its members, those that its schema describes and it lacks as well. */
const filled = (value: unknown, names: readonly string[], account: Account): unknown => {
  const given: JsonObject = isObject(value) ? value : {}
  const said = Object.entries(given).map(([name, member]) => [
    name,
    isObject(member) ? filled(member, [], account) : (valueFor(name, account) ?? member),
  ])
  const hasName = Object.keys(given).some((name) => isUserName(name))
  const missing = names
    .filter((name) => !Object.hasOwn(given, name))
    .filter((name) => isPasswordName(name) || !hasName)
    .flatMap((name) => {
      const text = valueFor(name, account)
      return text === undefined ? [] : [[name, text]]
    })
  return Object.fromEntries([...said, ...missing]) as JsonObject
}

const filledParameters = (
  { operation, parameters }: RequestDraft,
  account: Account,
): ReadonlyMap<Parameter, unknown> => {
  const named = operation.parameters.flatMap((parameter) => {
    const text = parameter.in === 'path' ? undefined : valueFor(parameter.name, account)
    return text === undefined ? [] : [[parameter, text] as const]
  })
  return new Map([...parameters, ...named])
}

/** The request of a login with the account in it; without one, as it is documented. */
export const loginDraft = async (
  operation: Operation,
  account?: Account,
): Promise<RequestDraft> => {
  const draft = await validDraft(operation, { values: 'documented', seed: operation.id })
  if (!account) return draft
  const parameters = filledParameters(draft, account)
  if (!draft.content) return { ...draft, parameters }
  const names = draft.content.schema?.shape.names ?? []
  return { ...draft, parameters, body: filled(draft.body, names, account) }
}
