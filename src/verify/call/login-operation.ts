import type { Contract, Operation } from '../../contract/contract.js'
import {
  createSessionOperations,
  type SessionOperation,
} from '../../resources/inference/session-operations.js'
import { isPasswordName } from './is-password-name.js'

/** The login operation of a contract, with what its answer tells of the session. */
export interface LoginOperation {
  readonly operation: Operation
  readonly session?: SessionOperation | undefined
}

const takesPassword = ({ parameters, body }: Operation): boolean =>
  parameters.some(({ name }) => isPasswordName(name)) ||
  (body?.contents ?? []).some(({ schema }) => {
    const shape = schema?.shape
    const inner = (shape?.names ?? []).flatMap((name) => shape?.property(name).names ?? [])
    return [...(shape?.names ?? []), ...inner].some((name) => isPasswordName(name))
  })

const loginName = /log-?in|log-?on|sign-?in|authenticat|sessions?$|tokens?$/i

/** True for what is called a login and takes a password, whatever its answer is documented to be. */
export const isNamedLogin = (operation: Operation): boolean => {
  const { method, path, id } = operation
  const isNamed = loginName.test(path.split('/').at(-1) ?? '') || loginName.test(id)
  return method === 'POST' && isNamed && takesPassword(operation)
}

/** The operation that logs in: one that takes a password where there is one. */
export const loginOperation = (contract: Contract): LoginOperation | undefined => {
  const roleOf = createSessionOperations(contract)
  const all = contract.operations.flatMap((operation) => {
    const session = roleOf(operation)
    return session?.role === 'login' ? [{ operation, session }] : []
  })
  const named = contract.operations.find(isNamedLogin)
  return (
    all.find(({ operation }) => takesPassword(operation)) ?? (named ? { operation: named } : all[0])
  )
}
