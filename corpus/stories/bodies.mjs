// Request bodies that are valid and new: what a client would send.
import { generateValue } from '../../dist/generate/generate-value.js'
import { keywordOf, membersOf, placeAtPath } from '../../dist/generate/schema-place.js'
import { contentFor, ImpossibleRequest, isValid, sampleOf } from '../request.mjs'

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
const isScalar = (value) => value !== null && ['string', 'number', 'boolean'].includes(typeof value)

/** A copy of a value with another one at a path of names; without it for undefined. */
export const withValue = (value, [name, ...rest], part) => {
  if (name === undefined) return part
  if (Array.isArray(value))
    return value.map((item, index) => (index === name ? withValue(item, rest, part) : item))
  const object = isObject(value) ? value : {}
  const inner = withValue(object[name], rest, part)
  const { [name]: _, ...others } = object
  return inner === undefined ? others : { ...object, [name]: inner }
}

const scalars = (value) => (isObject(value) ? Object.values(value).filter(isScalar).length : 0)

/** Values for the schema of a body; the one that says most comes first. */
const candidates = (schema, name, seed, at) => {
  const made = [0, 1, 2, 3].map((turn) =>
    generateValue(schema, { seed: `${seed} ${turn}`, mode: 'dynamic', name }),
  )
  const inner = (value) => at.reduce((one, key) => (isObject(one) ? one[key] : undefined), value)
  return made
    .filter((value) => isValid(schema, value))
    .sort((a, b) => scalars(inner(b)) - scalars(inner(a)))
}

/**
 * A valid body of an operation, varied by `seed`; undefined where none is documented. `at` is where it
 * speaks of a record.
 * @throws ImpossibleRequest when none is found.
 */
export const newBody = (operation, seed, at = []) => {
  const content = contentFor(operation)
  if (!content?.schema) return content?.examples[0]?.value
  const [best] = candidates(content.schema, operation.id, seed, at)
  if (best !== undefined) return best
  return sampleOf(content.schema, content.examples[0]?.value, operation.id)
}

/** A body with another value at a path, if the operation allows it; else as it was. */
export const trying = (operation, body, path, part) => {
  const content = contentFor(operation)
  const next = withValue(body, path, part)
  return !content?.schema || isValid(content.schema, next) ? next : body
}

const isSteps = (schema, body, at) => {
  const isList = keywordOf(placeAtPath(schema, at), 'type') === 'array'
  const takes = (value) =>
    isValid(schema, withValue(body, at, [{ op: 'replace', path: '/name', value }]))
  return isList && (takes('x') || takes({}))
}

/** Where the steps of a JSON patch (RFC 6902) stand in the body of a request; undefined where it takes none. */
export const stepsAt = (operation) => {
  const content = contentFor(operation)
  if (!content) return undefined
  if (!content.schema) return /json-patch/.test(content.mediaType) ? [] : undefined
  if (isSteps(content.schema, undefined, [])) return []
  const known = membersOf(content.schema).properties
  const name = ['patch', 'operations', 'Operations'].find((one) => known.has(one))
  return name !== undefined && isSteps(content.schema, {}, [name]) ? [name] : undefined
}

/** A JSON patch that gives a text of a record another value, or an object its own; undefined where it has none. */
export const patchFor = (operation, at, record, isFixed) => {
  const { schema } = contentFor(operation) ?? {}
  for (const [name, old] of Object.entries(isObject(record) ? record : {})) {
    const value = typeof old === 'string' ? `${old}x` : old
    if (!(typeof old === 'string' || isObject(old)) || isFixed(name, value)) continue
    const path = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const body = withValue(undefined, at, [{ op: 'replace', path, value }])
    if (!schema || isValid(schema, body)) return { body, said: { [name]: value } }
  }
  return undefined
}

/** Whether the body of a request may have a member of this name where it speaks of a record. */
export const mayName = (operation, at, name) => {
  const schema = contentFor(operation)?.schema
  const place = schema && placeAtPath(schema, at)
  return place !== undefined && membersOf(place).properties.has(name)
}

export { ImpossibleRequest, isObject, isScalar }
