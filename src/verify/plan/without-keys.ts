import type { Contract, Parameter } from '../../contract/contract.js'
import type { RequestDraft } from '../request-draft.js'

/** True for a parameter that says who asks: a security scheme describes it as well. */
export const isKey = (
  { securitySchemes }: Contract,
  { name, in: place }: Pick<Parameter, 'name' | 'in'>,
): boolean => {
  if (place === 'header' && name.toLowerCase() === 'authorization') return true
  const keys = [...securitySchemes.values()].filter(({ type }) => type === 'apiKey')
  return keys.some((key) => key.in === place && key.name?.toLowerCase() === name.toLowerCase())
}

/** The request without the keys that the contract describes as parameters as well. */
export const withoutKeys = (contract: Contract, draft: RequestDraft): RequestDraft => {
  const parameters = [...draft.parameters].filter(([parameter]) => !isKey(contract, parameter))
  return { ...draft, parameters: new Map(parameters) }
}
