import type { CompiledSchema } from '../contract/contract.js'
import { openFaker } from '../generate/faker-door.js'
import { generateValue } from '../generate/generate-value.js'
import type { Preference } from './preference.js'
import { satisfies } from './satisfies.js'

/** A value for a schema: plain and always the same, or varied (`dynamic`), by seed. */
export const sampleOf = async (
  schema: CompiledSchema,
  preference: Preference,
  name: string,
  seed = name,
): Promise<unknown> => {
  const dynamic = preference.dynamic ?? preference.seed !== undefined
  const { schema: root, lookup } = schema
  const source = { schema: root, lookup, isValid: (value: unknown) => satisfies(schema, value) }
  return generateValue(source, {
    seed: preference.seed ?? seed,
    mode: dynamic ? 'dynamic' : 'static',
    name,
    ...(dynamic && { faker: await openFaker() }),
  })
}
