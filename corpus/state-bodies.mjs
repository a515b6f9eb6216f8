// Request bodies that are valid and new: what a client would send.
import { generateValue } from '../dist/generate/generate-value.js'
import { contentFor, ImpossibleRequest, isValid, sampleOf } from './request.mjs'

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

/** Whether the schema of a request is one of JSON patches (RFC 6902), alone or among others. */
export const takesPatch = (operation) => {
  const content = contentFor(operation)
  if (!content) return false
  const step = [{ op: 'replace', path: '/name', value: 'x' }]
  const isPatch = /json-patch/.test(content.mediaType)
  return (
    isPatch ||
    (content.schema !== undefined && isValid(content.schema, step) && !isValid(content.schema, {}))
  )
}

/** A JSON patch that gives a text of a record another value; undefined where it has none. */
export const patchFor = (operation, record, isFixed) => {
  const { schema } = contentFor(operation) ?? {}
  for (const [name, value] of Object.entries(isObject(record) ? record : {})) {
    if (typeof value !== 'string' || isFixed(name, `${value}x`)) continue
    const path = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const steps = [{ op: 'replace', path, value: `${value}x` }]
    if (!schema || isValid(schema, steps)) return { steps, said: { [name]: `${value}x` } }
  }
  return undefined
}

export { ImpossibleRequest, isObject, isScalar }
