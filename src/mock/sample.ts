import type { CompiledSchema, Content, Operation } from '../contract/contract.js'
import { Problem } from '../errors.js'
import { generateValue } from '../generate/generate-value.js'
import { openFaker } from '../generate/faker-door.js'
import type { Preference } from './preference.js'

/** A value for a schema: plain and always the same, or varied (`dynamic`), by seed. */
export const sampleOf = async (
  schema: CompiledSchema,
  preference: Preference,
  name: string,
): Promise<unknown> => {
  const dynamic = preference.dynamic ?? preference.seed !== undefined
  return generateValue(schema, {
    seed: preference.seed ?? name,
    mode: dynamic ? 'dynamic' : 'static',
    name,
    ...(dynamic && { faker: await openFaker() }),
  })
}

/** The refusal (404) of an example that the content, if there is any, does not have. */
export const unknownExample = (
  operation: Operation,
  content: Content | undefined,
  name: string,
): Problem => {
  const documented = content?.examples.flatMap((example) => example.name ?? []) ?? []
  const list = documented.length > 0 ? documented.join(', ') : 'none'
  return new Problem('reply-undocumented', {
    detail: `${operation.id} documents no example ${name} here. Documented: ${list}.`,
    extensions: { documented },
  })
}

/**
 * The value of a body: the example asked for, else (unless `dynamic`) the first documented one, else
 * one made from the schema.
 * @throws Problem `reply-undocumented` (404) when there is no such example.
 */
export const bodyValue = async (
  operation: Operation,
  content: Content,
  preference: Preference,
): Promise<unknown> => {
  if (preference.example !== undefined) {
    const wanted = content.examples.find((example) => example.name === preference.example)
    if (!wanted) throw unknownExample(operation, content, preference.example)
    return wanted.value
  }
  const generated = preference.dynamic === true || preference.seed !== undefined
  const [first] = content.examples
  if (first && !(generated && content.schema)) return first.value
  return content.schema && sampleOf(content.schema, preference, operation.id)
}
