import { AssertionError } from 'node:assert'
import {
  type CheckResult,
  type ContractCheckOptions,
  createContractCheck,
  type TestedContract,
} from './contract-check.js'
import type { ContractMatch } from './contract-matchers.js'

/**
 * Asserts that a response does what the contract says of an operation: its operationId, or `GET /path`;
 * without one, of the operation that the response tells. Of a Response of fetch it is a promise.
 * @throws AssertionError with everything that is wrong.
 */
export type AssertMatchesContract = <Received>(
  response: Received,
  operation?: string,
) => ContractMatch<Received, void>

/**
 * The assertion for `node:test` and every other runner: `assertMatchesContract(response, 'listPets')`.
 * @throws SetupError when the contract or an option cannot be used.
 */
export const contractAssertion = async (
  contract?: TestedContract,
  options?: ContractCheckOptions,
): Promise<AssertMatchesContract> => {
  const check = await createContractCheck(contract, options)
  const assertMatchesContract = (response: unknown, operation?: string) => {
    const require = ({ pass, message }: CheckResult): void => {
      if (!pass) throw new AssertionError({ message, stackStartFn: assertMatchesContract })
    }
    const result = check({ response, operation })
    return result instanceof Promise ? result.then(require) : require(result)
  }
  return assertMatchesContract as AssertMatchesContract
}
