import type { Contract } from '../../contract/contract.js'
import { correctRoles } from './correct-roles.js'
import { documentCorrections, type Corrections } from './correction.js'
import { FamilyResources } from './family-resources.js'
import { knownResources } from './found-resource.js'
import { groupPaths } from './group-paths.js'
import { LazyModel } from './lazy-model.js'
import { lazyResources } from './lazy-resources.js'
import { createPathFamilies } from './path-families.js'
import type { ResourceModel } from '../resource-model.js'
import { createDocumentReader } from './schema-view.js'

/**
 * Infers from paths, methods, schemas and names which resources a contract has and what its operations
 * do to them. What the document says with `x-sandbox`, and above it `corrections`, wins. Only paths are
 * looked at, and the corrections, where there are any, judged; the rest is inferred when the model is
 * asked for it.
 * @throws SetupError `state-correction` when a correction names what there is not.
 */
export const inferResources = (
  contract: Contract,
  corrections: Corrections = new Map(),
): ResourceModel => {
  const reader = createDocumentReader(contract.document)
  const families = createPathFamilies(groupPaths(contract, reader))
  const said = new Map([...documentCorrections(contract), ...corrections])
  const resources = new FamilyResources(contract, families, said)
  const found = lazyResources(contract, families, resources)
  if (said.size === 0) return new LazyModel(contract, found)
  // Whether what a correction names is there, only all of it can tell.
  const all = [...found.each()].sort((a, b) => a.order - b.order)
  const corrected = correctRoles(contract, all, said, reader)
  return new LazyModel(contract, knownResources(corrected))
}
