import type { Operation } from '../contract/contract.js'
import type { Site } from './site.js'
import type { Surface } from './surface.js'

/** The mock of a contract that is also at the root. */
export const mockBaseOf = ({ surfaces }: Site, { contract }: Surface): string =>
  surfaces.find((other) => other.kind === 'mock' && other.contract === contract)?.base ?? ''

/** What a surface has and does not answer, because another contract has it as well. */
const conflictsOf = (site: Site, surface: Surface) =>
  site.conflicts.filter((conflict) => conflict.surface === surface)

/** The operations of a surface, without those that another contract answers in its place. */
export const answeredOperations = (site: Site, surface: Surface): readonly Operation[] => {
  const { operations } = surface.contract
  const lost = new Set(conflictsOf(site, surface).map(({ operation }) => operation))
  return lost.size === 0 ? operations : operations.filter((operation) => !lost.has(operation))
}

/** The operations that another contract answers, each with the paths of both mocks. */
export const shadowedOperations = (site: Site, surface: Surface) =>
  conflictsOf(site, surface).map(({ operation, winner, winning }) => ({
    id: operation.id,
    method: operation.method,
    url: mockBaseOf(site, surface) + operation.path,
    answeredAs: mockBaseOf(site, winner) + winning.path,
  }))
