import { unknownScheme } from '../contract/contract-faults.js'
import type { Contract, Operation, SecurityScheme } from '../contract/contract.js'
import { Problem } from '../errors.js'
import { challengesOf } from './challenge.js'
import { type CredentialSource, presentedCredential } from './presented-credential.js'

const usesAuthorization = (scheme: SecurityScheme | undefined): boolean =>
  scheme?.type === 'apiKey'
    ? scheme.in === 'header' && scheme.name?.toLowerCase() === 'authorization'
    : scheme !== undefined && scheme.type !== 'mutualTLS'

/**
 * Whether an alternative is met: by all of its schemes. Those that share the one Authorization header
 * of a request (RFC 9110 §11.6.2) cannot all be there: one of them will do.
 */
export const isMet = (
  names: readonly string[],
  { securitySchemes }: Contract,
  holds: (name: string, scheme: SecurityScheme | undefined) => boolean,
): boolean => {
  const schemes = names.map((name) => [name, securitySchemes.get(name)] as const)
  if (schemes.every(([name, scheme]) => holds(name, scheme))) return true
  const shared = schemes.filter(([, scheme]) => usesAuthorization(scheme))
  return (
    shared.length > 1 &&
    shared.some(([name, scheme]) => holds(name, scheme)) &&
    schemes.every(([name, scheme]) => usesAuthorization(scheme) || holds(name, scheme))
  )
}

/** True when a credential of every scheme is there: nearly all requests need no closer look. */
const isComplete = (
  alternative: Readonly<Record<string, unknown>>,
  { securitySchemes }: Contract,
  source: CredentialSource,
): boolean => {
  for (const name in alternative)
    if (presentedCredential(securitySchemes.get(name), source) === undefined) return false
  return true
}

/** The refusal (401) of a request without the credentials that its operation asks for. */
export const missingCredentials = (contract: Contract, operation: Operation): Problem => {
  const wanted = operation.security.map((one) => Object.keys(one).join(' and ')).join(', or ')
  return new Problem('credentials-missing', {
    detail: `The operation asks for credentials: ${wanted}. The request has none of them.`,
    headers: challengesOf(contract, operation),
  })
}

/**
 * Sees to it that credentials of one of the operation's alternatives are present; what they say is
 * not looked at (OpenAPI 3.0.3 §4.7.30).
 * @throws Problem `credentials-missing` (401).
 * @throws SetupError (501) when the contract describes none of them.
 */
export const requirePresence = (
  contract: Contract,
  operation: Operation,
  source: CredentialSource,
): void => {
  if (operation.security.length === 0) return
  for (const alternative of operation.security)
    if (
      isComplete(alternative, contract, source) ||
      isMet(
        Object.keys(alternative),
        contract,
        (_name, scheme) => presentedCredential(scheme, source) !== undefined,
      )
    )
      return
  const missing = operation.security.map((alternative) =>
    Object.keys(alternative).find((name) => !contract.securitySchemes.has(name)),
  )
  if (missing.every((name) => name !== undefined))
    throw unknownScheme(missing[0] as string, contract.place(operation.pointer))
  throw missingCredentials(contract, operation)
}
