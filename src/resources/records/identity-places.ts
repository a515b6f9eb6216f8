import {
  isValidAt,
  itemsPlace,
  placeAtPath,
  placeOf,
  type SchemaPlace,
} from '../../generate/schema-place.js'
import { namesIn } from './state-record.js'
import { isUnsafe } from '../../lib/parse-exact.js'
import type { Inference, Resource } from '../resource-model.js'

/** What is known of a resource whose records get names. */
export interface NamedThings {
  readonly resource: Resource
  readonly place: SchemaPlace | undefined
  /** How many path values come before its own names. */
  readonly scopeDepth: number
  readonly inferences: readonly Inference[]
  /** What was inferred of the resources below it. */
  readonly below: readonly Inference[]
}

const shapeOf = (template: string): string => template.replace(/\{[^{}]*\}/g, '{}')

/** The schema of the path parameter in one place of a path template that begins with another one. */
const parameterAt = (
  { operation }: Inference,
  itemShape: string,
  position: number,
): SchemaPlace | undefined => {
  if (!shapeOf(operation.path).startsWith(itemShape)) return undefined
  const name = namesIn(operation.path)[position]
  const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === name)
  return placeOf(parameter?.schema)
}

/** What an operation answers a record as. */
const shown = ({ response, envelope, role }: Inference): SchemaPlace | undefined => {
  const whole = placeOf(response?.content?.schema)
  if (role !== 'list') return response?.at ? placeAtPath(whole, response.at) : undefined
  const items = envelope ? placeAtPath(whole, envelope.items) : undefined
  return items && itemsPlace(items)
}

/**
 * All schemas that each of the names of a record has to satisfy: those of its path parameters, and
 * those of its property in every answer that shows it.
 */
export const identityPlaces = ({
  resource: { identity, itemPath, collectionPath = '' },
  place,
  scopeDepth,
  inferences,
  below,
}: NamedThings): readonly (readonly SchemaPlace[])[] => {
  const itemShape = shapeOf(itemPath ?? `${collectionPath}/{}`)
  return (identity?.parameters ?? []).map((_, index) => {
    const path = identity?.properties[index] ?? []
    const inPaths = [...inferences, ...below].map((one) =>
      parameterAt(one, itemShape, scopeDepth + index),
    )
    const inRecords =
      path.length === 0
        ? []
        : [place, ...inferences.map(shown)].map((one) => placeAtPath(one, path))
    const found = [...inRecords, ...inPaths].filter((one) => one !== undefined)
    return [...new Map(found.map((one) => [one.schema, one])).values()]
  })
}

/** True for what can be said in the type of each of several schemas: `"7"` where another has 7. */
export const isNameAt = (places: readonly SchemaPlace[], value: unknown): boolean =>
  places.every((place) => {
    if (isValidAt(place, value)) return true
    const other =
      typeof value !== 'string' ? String(value) : isUnsafe(value) ? BigInt(value) : Number(value)
    return String(other) === String(value) && isValidAt(place, other)
  })
