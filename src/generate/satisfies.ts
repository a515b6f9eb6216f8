import type { CompiledSchema } from '../contract/contract.js'
import { conforms } from './conforms.js'

/** Whether a value satisfies a schema, which is read as it is: nothing is compiled for it. */
export const holds = ({ schema, lookup }: CompiledSchema, value: unknown): boolean =>
  conforms(schema, value, { lookup, patterns: new Map(), depth: 0 })

/**
 * Whether a value satisfies a schema. Compiling the validator of a large schema takes longer than a
 * request may wait: until it is there, the schema is read as it is.
 */
export const satisfies = (schema: CompiledSchema, value: unknown): boolean =>
  schema.isSlow ? holds(schema, value) : schema.isValid(value)
