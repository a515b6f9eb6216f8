import { identityProperty } from './infer-identity.js'
import type { PropertyPath, Resource } from '../resource-model.js'
import { viewAt, type SchemaView } from './schema-view.js'

const isScalar = ({ names, types }: SchemaView): boolean =>
  names.length === 0 &&
  types.size > 0 &&
  [...types].every((type) => ['string', 'integer', 'number'].includes(type))

/**
 * Where a representation holds the identity of a record, one place for each path parameter, when it is not
 * where the resource has it: `{ id }` of what is elsewhere `{ assetId }`, or a bare number. Undefined when it
 * is where it is usual, or nowhere.
 */
export const namesElsewhere = (
  view: SchemaView,
  { identity, isSingleton }: Pick<Resource, 'identity' | 'isSingleton'>,
  noun: string,
): readonly PropertyPath[] | undefined => {
  if (!identity || isSingleton) return undefined
  const { parameters, properties } = identity
  if (isScalar(view)) return parameters.length === 1 ? [[]] : undefined
  if (view.names.length === 0 || properties.every((path) => viewAt(view, path))) return undefined
  const found = properties.map((path, index) =>
    viewAt(view, path) ? path : identityProperty(parameters[index] ?? '', noun, view),
  )
  return found.every((path) => path !== undefined) ? found : undefined
}
