import type { Contract } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { holds } from '../generate/satisfies.js'

/**
 * Checks everything about a contract before it is served (`strict`).
 * @throws SetupError `contract-faulty` with every fault, warnings apart.
 */
export const requireSound = (contract: Contract, name: string): void => {
  const steps = contract.diagnose({ holds, isThorough: true })
  while (!steps.next().done);
  const faults = contract.faults.filter(({ severity }) => severity === 'error')
  if (faults.length === 0) return
  const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`
  throw new SetupError(
    'contract-faulty',
    `${name} has ${count}, and strict is on`,
    faults[0]?.place,
    undefined,
    faults.map(({ code, message, place, fix }) => new SetupError(code, message, place, fix)),
  )
}
