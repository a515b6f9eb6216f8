import type { Contract, Operation } from '../contract/contract.js'
import { chooseContent, chooseResponse } from './choose-response.js'
import type { Preference } from './preference.js'

const isExample = (preference: string): boolean => preference.startsWith('example=')

/**
 * A preference without its example, where the contract documents none of that name: the answer is
 * then the usual one (Redocly's `errorIfForcedExampleNotFound: false`).
 * @throws Problem when the rest of the preference cannot be met (404, 406).
 */
export const withKnownExample = (
  contract: Contract,
  operation: Operation,
  preference: Preference,
  accept: string | undefined,
): Preference => {
  const { example, applied, ...rest } = preference
  if (example === undefined) return preference
  const { response } = chooseResponse(contract, operation, preference.code)
  const content = chooseContent(response, accept)
  if (content?.examples.some(({ name }) => name === example)) return preference
  return { ...rest, applied: applied.filter((said) => !isExample(said)) }
}
