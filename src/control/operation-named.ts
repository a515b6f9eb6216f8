import type { Contract, Operation } from '../contract/contract.js'
import { Problem } from '../errors.js'
import { nearest } from '../lib/nearest.js'

/**
 * The operation of an id, and the first contract that has it.
 * @throws Problem `not-found` (404) that names the nearest ones.
 */
export const operationNamed = (
  contracts: readonly Contract[],
  id: string,
): readonly [Contract, Operation] => {
  for (const contract of contracts) {
    const operation = contract.byId.get(id)
    if (operation) return [contract, operation]
  }
  const close = nearest(
    id,
    contracts.flatMap(({ byId }) => [...byId.keys()]),
  )
  throw new Problem('not-found', {
    detail: `There is no operation ${id}.`,
    ...(close.length > 0 && { fix: `Did you mean ${close.join(' or ')}?` }),
  })
}
