import addFormats from 'ajv-formats'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { GenerateOptions, SchemaSource } from '../../src/generate/generate-value.js'
import { generate } from '../../src/generate/generate-value.js'
import type { JsonSchema } from '../../src/lib/json-schema.js'

/** Component schemas by their refs, for example `#/components/schemas/Pet`. */
export type Components = Readonly<Record<string, JsonSchema>>

const extras = ['example', 'x-faker', 'discriminator', 'xml', 'nullable']

/** A source whose validator is Ajv 2020 with formats asserted. */
export const sourceOf = (schema: JsonSchema, components: Components = {}): SchemaSource => {
  const ajv = new Ajv2020({ strict: false, allErrors: false, logger: false })
  addFormats.default(ajv)
  for (const word of extras) if (!ajv.getKeyword(word)) ajv.addKeyword(word)
  const names = Object.keys(components)
  const bundle = JSON.parse(
    JSON.stringify({ $defs: components, allOf: [schema] }, (key, value: unknown) => {
      const index = key === '$ref' ? names.indexOf(String(value)) : -1
      return index < 0
        ? value
        : `#/$defs/${encodeURIComponent(names[index]!.replaceAll('~', '~0').replaceAll('/', '~1'))}`
    }),
  ) as object
  const check = ajv.compile(bundle)
  return {
    schema,
    lookup: (ref) => (Object.hasOwn(components, ref) ? components[ref] : undefined),
    isValid: (value) => check(value),
  }
}

/** The static value of a schema; fails the test unless it is valid. */
export const staticValue = (
  schema: JsonSchema,
  components?: Components,
  options: Partial<GenerateOptions> = {},
): unknown => {
  const made = generate(sourceOf(schema, components), { seed: 1, mode: 'static', ...options })
  expect(made).toEqual({ value: made.value, valid: true })
  return made.value
}

/** Dynamic values of a schema for the seeds 0, 1, 2, ...; fails the test unless all are valid. */
export const dynamicValues = (
  schema: JsonSchema,
  count: number,
  components?: Components,
): readonly unknown[] => {
  const source = sourceOf(schema, components)
  return Array.from({ length: count }, (_, seed) => {
    const made = generate(source, { seed, mode: 'dynamic' })
    expect(made).toEqual({ value: made.value, valid: true })
    return made.value
  })
}

/** The dynamic value of a schema; fails the test unless it is valid. */
export const dynamicValue = (
  schema: JsonSchema,
  options: Partial<GenerateOptions> = {},
  components?: Components,
): unknown => staticValue(schema, components, { mode: 'dynamic', ...options })
