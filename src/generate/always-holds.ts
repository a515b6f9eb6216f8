import { isObject } from '../lib/json-object.js'
import type { JsonSchema } from '../lib/json-schema.js'
import type { Context } from './context.js'
import type { Shape } from './shape.js'

/** Keywords that refuse nothing. */
const annotations = new Set([
  ...['title', 'description', 'example', 'examples', 'default', 'deprecated', 'readOnly'],
  ...['writeOnly', 'externalDocs', 'xml', '$comment', '$ref', 'type'],
])

/** More references in a row than this are a circle. */
const maxHops = 20

const holdsForTypes = (written: unknown, types: Shape['types']): boolean => {
  if (written === undefined) return true
  const allowed = [written].flat()
  return (
    types?.every(
      (type) => allowed.includes(type) || (type === 'integer' && allowed.includes('number')),
    ) ?? false
  )
}

/** True when a schema is seen at a glance to hold for every value of these types. */
export const alwaysHolds = (
  schema: JsonSchema | undefined,
  types: Shape['types'],
  lookup: Context['lookup'],
  hops = 0,
): boolean => {
  if (!isObject(schema)) return schema === true
  const isPlain = Object.keys(schema).every((key) => annotations.has(key) || key.startsWith('x-'))
  if (!isPlain || hops > maxHops || !holdsForTypes(schema['type'], types)) return false
  const ref = schema['$ref']
  return typeof ref !== 'string' || alwaysHolds(lookup(ref), types, lookup, hops + 1)
}
