import { generateValue } from '../../generate/generate-value.js'
import {
  arrayOrEmpty,
  isObject,
  objectOrEmpty,
  own,
  type JsonObject,
} from '../../lib/json-object.js'
import { valueAt } from '../../lib/json-pointer.js'
import type { JsonSchema } from '../../lib/json-schema.js'

/** What a schema says itself: its default, its example, its constant, the first that is enumerated. */
const said = (schema: JsonObject): unknown =>
  own(schema, 'default') ??
  own(schema, 'example') ??
  arrayOrEmpty(own(schema, 'examples'))[0] ??
  own(schema, 'const') ??
  arrayOrEmpty(own(schema, 'enum'))[0]

/** Values for the inputs of a workflow: those that are given, else what their schema says, else made-up ones. */
export const workflowInputs = (
  workflow: JsonObject,
  root: JsonObject,
  given: JsonObject,
  seed: string,
): JsonObject => {
  const lookup = (ref: string): JsonSchema | undefined => {
    const found = valueAt(root, ref.replace(/^#/, ''))
    return isObject(found) ? found : undefined
  }
  const written = objectOrEmpty(own(workflow, 'inputs'))
  const ref = own(written, '$ref')
  const schema = typeof ref === 'string' ? objectOrEmpty(lookup(ref)) : written
  const valueOf = (name: string, part: unknown): unknown => {
    const found = said(objectOrEmpty(part))
    if (found !== undefined) return found
    const source = { schema: objectOrEmpty(part), lookup, isValid: () => true }
    return generateValue(source, { seed: `${seed} ${name}`, mode: 'dynamic', name })
  }
  const properties = Object.entries(objectOrEmpty(own(schema, 'properties')))
  return {
    ...Object.fromEntries(properties.map(([name, part]) => [name, valueOf(name, part)])),
    ...given,
  }
}
