import { type PropertyPath, valueAtPath } from '../../lib/value-path.js'
import type { Inference, Resource } from '../../resources/resource-model.js'
import { namesIn, type PathPlace, valuesFor } from './path-place.js'

/** A thing on the server that is verified: an item of a resource. */
export interface Thing {
  readonly resource: Resource
  /** What its path, and the paths below it, are made with. */
  readonly place: PathPlace
  /** One value for each parameter of the identity; empty for a singleton. */
  readonly identity: readonly unknown[]
  /** True when the plan has made it. */
  readonly isOwn: boolean
  /** What it lies below. */
  readonly parent?: Thing | undefined
  /** The representation that was answered when it was made or found. */
  readonly shown?: unknown
  /** What was said of it when it was made. */
  readonly said?: unknown
}

/** What may be the name of a thing. */
export const isName = (value: unknown): boolean =>
  (typeof value === 'string' && value !== '') ||
  typeof value === 'number' ||
  typeof value === 'bigint'

/**
 * The identity in a representation, one value for each parameter, as an operation shows it; undefined
 * where one is missing.
 */
export const identityIn = (
  { identity }: Resource,
  value: unknown,
  named?: readonly PropertyPath[],
): readonly unknown[] | undefined => {
  const paths = named ?? identity?.properties
  if (!paths || paths.length === 0) return undefined
  const found = paths.map((path) => valueAtPath(value, path))
  return found.every(isName) ? found : undefined
}

/** Whether a representation is that of the thing; undefined when it does not say. */
export const isShownIn = (
  { resource, identity }: Thing,
  value: unknown,
  named?: readonly PropertyPath[],
): boolean | undefined => {
  const shown = identityIn(resource, value, named)
  if (!shown || identity.length === 0) return undefined
  if (String(shown) === String(identity)) return true
  const others = resource.identity?.alternatives ?? []
  return others.some((path) => String(valueAtPath(value, path)) === String(identity))
}

/** The place of an item: below what its collection lies in, with its own identity. */
export const itemPlace = (
  { itemPath, collectionPath, identity, isSingleton }: Resource,
  scope: PathPlace,
  own: readonly unknown[],
): PathPlace => {
  if (itemPath === undefined) return { template: collectionPath ?? '', values: scope.values }
  const names = namesIn(itemPath)
  const mine = isSingleton ? [] : (identity?.parameters ?? [])
  const known = valuesFor(itemPath, [scope])
  const values = names.map((name) =>
    mine.includes(name) ? own[mine.indexOf(name)] : known.get(name),
  )
  return { template: itemPath, values }
}

/** Where the record stands in the answer of an operation, if it holds one. */
export const recordIn = ({ response }: Inference, body: unknown): unknown =>
  response?.at && valueAtPath(body, response.at)
