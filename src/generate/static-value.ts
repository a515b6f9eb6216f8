import type { CompiledSchema } from '../contract/contract.js'
import { generateValue, type SchemaSource } from './generate-value.js'
import { satisfies } from './satisfies.js'

/** A compiled schema as something to make values of. */
export const sourceOf = (schema: CompiledSchema): SchemaSource => ({
  schema: schema.schema,
  lookup: schema.lookup,
  isValid: (value) => satisfies(schema, value),
})

/** Makes a value for a schema; the same for the same seed. */
export type MakeValue = (schema: CompiledSchema, name: string, seed: string) => unknown

/** The plain value of a schema, as documentation shows it: always the same. */
export const staticValue = (schema: CompiledSchema, name: string, seed = name): unknown =>
  generateValue(sourceOf(schema), { seed, mode: 'static', name })
