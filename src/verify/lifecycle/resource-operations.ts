import type { Parameter } from '../../contract/contract.js'
import type { Inference, Resource, ResourceModel, Role } from '../../resources/resource-model.js'
import { namesIn } from './path-place.js'

/** What the operations of a resource do to it, by role. */
export type ResourceOperations = ReadonlyMap<Role, readonly Inference[]>

/** The operations of a resource by what they do, so far as it is sure; those that cannot be sent left out. */
export const operationsOf = (model: ResourceModel, resource: Resource): ResourceOperations => {
  const found = new Map<Role, Inference[]>()
  for (const inference of model.inferencesOn(resource)) {
    if (inference.operation.fault) continue
    found.set(inference.role, [...(found.get(inference.role) ?? []), inference])
  }
  return found
}

/** The operation with a role; that of the resource's own path where several have it. */
export const mainOf = (
  operations: ResourceOperations,
  role: Role,
  { collectionPath, itemPath }: Resource,
): Inference | undefined => {
  const all = operations.get(role) ?? []
  const isOwn = ({ operation: { path }, scope }: Inference): boolean =>
    !scope && (path === collectionPath || path === itemPath)
  return all.find(isOwn) ?? all.find(({ scope }) => !scope) ?? all[0]
}

/** The operation that makes a thing: POST to the collection, else PUT to a name of one's own. */
export const makerOf = (
  operations: ResourceOperations,
  resource: Resource,
): Inference | undefined =>
  mainOf(operations, 'create', resource) ?? mainOf(operations, 'upsert', resource)

/** The template of what a resource lies below: its collection, or its item without its own parameters. */
export const pathAbove = ({
  collectionPath,
  itemPath = '',
  identity,
  isSingleton,
}: Resource): string => {
  if (collectionPath !== undefined) return collectionPath
  if (isSingleton) return itemPath
  const own = new Set(identity?.parameters)
  const segments = itemPath.split('/')
  const first = segments.findIndex((text) => namesIn(text).some((name) => own.has(name)))
  return segments.slice(0, first < 0 ? -1 : first).join('/')
}

/** A parameter by name that any operation of a resource has in its path. */
export const pathParameter = (
  operations: ResourceOperations,
  name: string,
): Parameter | undefined => {
  for (const inferences of operations.values())
    for (const { operation } of inferences) {
      const found = operation.parameters.find((one) => one.in === 'path' && one.name === name)
      if (found) return found
    }
  return undefined
}

/** Whether a list is that of a parent: there can be one below another parent then. */
export const isNested = ({ name, parent }: Resource, { operation }: Inference): boolean =>
  namesIn(operation.path).length > 0 && parent?.resource !== name
