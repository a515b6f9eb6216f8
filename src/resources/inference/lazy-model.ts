import type { Contract } from '../../contract/contract.js'
import type { FoundResource, FoundResources } from './found-resource.js'
import { inferenceOf, type FoundRole } from './found-role.js'
import { lastLiteral } from './path-families.js'
import {
  leastConfidence,
  type Inference,
  type Resource,
  type ResourceModel,
} from '../resource-model.js'

const isSure = ({ confidence }: FoundRole | Inference): boolean => confidence >= leastConfidence

/** A resource that no operation keeps has no records: any value may name a parent of that kind. */
const isKept = ({ roles }: FoundResource): boolean => roles.some(isSure)

const inOrder = (found: readonly FoundResource[]): readonly FoundResource[] =>
  [...new Set(found)].sort((a, b) => a.order - b.order)

const kept = (found: readonly FoundResource[]): readonly Resource[] =>
  inOrder(found.filter(isKept)).map(({ resource }) => resource)

/** A model that asks no more of what was found than it is asked itself. */
export class LazyModel implements ResourceModel {
  readonly #contract: Contract
  readonly #found: FoundResources
  readonly #inferences = new Map<string, Inference | undefined>()
  readonly #named = new Map<string, Resource | undefined>()

  constructor(contract: Contract, found: FoundResources) {
    this.#contract = contract
    this.#found = found
  }

  get resources(): ReadonlyMap<string, Resource> {
    return new Map(kept([...this.#found.each()]).map((resource) => [resource.name, resource]))
  }
  get inferences(): ReadonlyMap<string, Inference> {
    return new Map(
      this.#contract.operations.flatMap(({ id }) => {
        const inference = this.inferenceOf(id)
        return inference ? [[id, inference]] : []
      }),
    )
  }
  get isEmpty(): boolean {
    for (const found of this.#found.each()) if (isKept(found)) return false
    return true
  }
  readonly inferenceOf = (operation: string): Inference | undefined => {
    if (!this.#inferences.has(operation))
      this.#inferences.set(operation, this.#inferenceOf(operation))
    return this.#inferences.get(operation)
  }
  readonly sureInferenceOf = (operation: string): Inference | undefined => {
    const inference = this.inferenceOf(operation)
    return inference && isSure(inference) ? inference : undefined
  }
  readonly resource = (name: string): Resource | undefined => {
    if (!this.#named.has(name)) {
      const found = kept(this.#found.named(name)).find((one) => one.name === name)
      this.#named.set(name, found)
    }
    return this.#named.get(name)
  }
  readonly inferencesOn = (resource: Resource): readonly Inference[] => {
    const found = this.#found.named(resource.name).find((one) => one.resource === resource)
    const ids = new Set(found?.roles.map(({ view }) => view.operation.id))
    return [...ids].flatMap((id) => {
      const inference = this.inferenceOf(id)
      return inference?.resource === resource && isSure(inference) ? [inference] : []
    })
  }
  readonly below = ({ name }: Resource): readonly Resource[] =>
    kept(this.#found.below(name)).filter(({ parent }) => parent?.resource === name)
  get literals(): ReadonlySet<string> {
    return this.#found.literals()
  }
  readonly endingIn = (literal: string): readonly Resource[] =>
    kept(this.#found.endingIn(literal)).filter(({ name }) => lastLiteral(name) === literal)

  /** The surest role that any resource has for an operation. */
  #inferenceOf(operation: string): Inference | undefined {
    let best: { readonly role: FoundRole; readonly found: FoundResource } | undefined
    for (const found of inOrder(this.#found.near(operation)))
      for (const role of found.roles)
        if (
          role.view.operation.id === operation &&
          (!best || best.role.confidence < role.confidence)
        )
          best = { role, found }
    return best && inferenceOf(best.role, best.found.resource, best.found.noun)
  }
}
