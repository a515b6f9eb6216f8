import type { JsonSchema } from '../lib/json-schema.js'

/** Properties and items that some keyword has evaluated (JSON Schema 2020-12 core §11). */
export interface Evaluated {
  readonly names: Set<string>
  readonly items: Set<number>
}

/** Checks a part; what it evaluates is added to the last argument. */
export type Check = (schema: JsonSchema, value: unknown, evaluated?: Evaluated) => boolean
