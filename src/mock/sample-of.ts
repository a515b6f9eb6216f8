import type { CompiledSchema } from '../contract/contract.js'
import { openFaker } from '../generate/faker-door.js'
import { generateValue } from '../generate/generate-value.js'
import { sourceOf, staticValue } from '../generate/static-value.js'
import type { Preference } from './preference.js'

/** A value for a schema: plain and always the same, or varied (`dynamic`), by seed. */
export const sampleOf = async (
  schema: CompiledSchema,
  preference: Preference,
  name: string,
  fallback = name,
): Promise<unknown> => {
  const seed = preference.seed ?? fallback
  const dynamic = preference.dynamic ?? preference.seed !== undefined
  if (!dynamic) return staticValue(schema, name, seed)
  return generateValue(sourceOf(schema), {
    seed,
    mode: 'dynamic',
    name,
    faker: await openFaker(),
  })
}
