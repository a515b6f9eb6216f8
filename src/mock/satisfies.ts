import type { CompiledSchema } from '../contract/contract.js'
import { conforms } from '../generate/conforms.js'

/**
 * Whether a value satisfies a schema. Compiling the validator of a large schema takes longer than a
 * request may wait: until it is there, the schema is read as it is.
 */
export const satisfies = (schema: CompiledSchema, value: unknown): boolean =>
  schema.isSlow
    ? conforms(schema.schema, value, { lookup: schema.lookup, patterns: new Map(), depth: 0 })
    : schema.isValid(value)
