import type { Inference } from '../../resources/resource-model.js'

/** Names of the members by which a client names what an operation makes: `skuSellerId` of a product. */
export const chosenIdentity = (inference: Inference | undefined): ReadonlySet<string> => {
  const identity = inference?.resource.identity
  if (inference?.role !== 'create' || identity?.origin !== 'client') return new Set()
  const names = identity.properties.map((path) => path.at(-1))
  return new Set(names.filter((name) => name !== undefined))
}
