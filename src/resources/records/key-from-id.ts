import { violation } from '../../contract/violation.js'
import { Problem } from '../../errors.js'
import { isObject, own, type JsonObject } from '../../lib/json-object.js'
import { pointer } from '../../lib/json-pointer.js'
import { valueAtPath, withMember } from '../../lib/value-path.js'
import { membersOf } from '../../generate/schema-place.js'
import type { ResourceState } from './resource-state.js'
import { keyOf, namesIn, type StateRecord, valuesOf } from './state-record.js'

/** What the only record of a resource is called in paths of the control API. */
export const onlyRecord = '-'

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The key that a path of the control API says: `7`, or `1/7` for what lies below something. */
export const keyFromId = ({ depth, resource }: ResourceState, id: string): string | undefined => {
  if (depth === 0) return resource.isSingleton && id === onlyRecord ? '' : undefined
  if (depth === 1) return keyOf([id])
  const values = id.split('/').map(decoded)
  return values.length === depth ? keyOf(values) : undefined
}

/** The parameters of the paths of a resource that name what its records lie below. */
export const outerNames = ({ resource, scopeDepth }: ResourceState): readonly string[] =>
  namesIn(resource.itemPath ?? resource.collectionPath ?? '').slice(0, scopeDepth)

/** Where a record says what it lies below, where its schema knows that; else its path parameter stands in. */
const outerPlaces = (state: ResourceState) => {
  const names = outerNames(state)
  return names.map((name, index) => {
    const property = index === names.length - 1 ? state.resource.parent?.property : undefined
    return { name, path: property && property.length > 0 ? property : [name] }
  })
}

/** True for a member that stands in for what a path says, and is none of the record itself. */
const isOuter = (state: ResourceState, name: string): boolean =>
  outerNames(state).includes(name) && !(state.place && membersOf(state.place).properties.has(name))

/** A record with the values of its path that it does not say itself, so that it can be put back. */
export const withOuter = (state: ResourceState, { key, value }: StateRecord): JsonObject => {
  const record = isObject(value) ? value : { value }
  const values = valuesOf(key)
  return outerPlaces(state).reduce((all, { path, name }, index) => {
    const isSaid = valueAtPath(all, path) !== undefined || own(all, name) !== undefined
    return isSaid ? all : withMember(all, name, values[index])
  }, record)
}

/** The same without them. */
export const withoutOuter = (state: ResourceState, value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !isOuter(state, name)))

/**
 * The key of what a record lies below, by its own members.
 * @throws Problem `request-invalid` (422) where it does not say it.
 */
export const scopeSaid = (state: ResourceState, value: JsonObject, at: string): string => {
  const values = outerPlaces(state).map(({ name, path }) => ({
    name,
    value: own(value, name) ?? valueAtPath(value, path),
  }))
  const violations = values
    .filter((one) => typeof one.value !== 'string' && typeof one.value !== 'number')
    .map(({ name }) => violation('body', at + pointer(name), 'required', 'what it lies below'))
  if (violations.length === 0) return keyOf(values.map((one) => one.value))
  throw new Problem('request-invalid', {
    detail: `A record of ${state.resource.name} says what it lies below: ${outerNames(state).join(', ')}.`,
    violations,
  })
}
