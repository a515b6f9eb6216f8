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

/** The operation that logs in: one that takes a password where there is one. */
export const loginOperation = (contract: Contract): LoginOperation | undefined => {
  const roleOf = createSessionOperations(contract)
  const all = contract.operations.flatMap((operation) => {
    const session = roleOf(operation)
    return session?.role === 'login' ? [{ operation, session }] : []
  })
  return all.find(({ operation }) => takesPassword(operation)) ?? all[0]
}
