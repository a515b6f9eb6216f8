import type { Content, Operation } from '../contract/contract.js'
import { Problem } from '../errors.js'
import { asWritten, contentValue, type BodyValue } from '../generate/content-value.js'
import { noPreference, type Preference } from './preference.js'
import { sampleOf } from './sample-of.js'

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

const exampleNamed = (operation: Operation, content: Content, name: string): BodyValue => {
  const wanted = content.examples.find((example) => example.name === name)
  if (!wanted) throw unknownExample(operation, content, name)
  return asWritten(wanted.value)
}

/**
 * The value of a body: the example asked for, as it is; else (unless `dynamic`) the first documented
 * one; else, and where that breaks the schema, one made from the schema.
 * @throws Problem `reply-undocumented` (404) when there is no such example.
 */
export const bodyValue = async (
  operation: Operation,
  content: Content,
  preference: Preference = noPreference,
): Promise<BodyValue> => {
  const { example: wanted, dynamic, seed, ...rest } = preference
  if (wanted !== undefined) return exampleNamed(operation, content, wanted)
  const isVaried = dynamic ?? seed !== undefined
  const wish: Preference = { ...rest, dynamic: isVaried }
  // A seed is a wish for a value that is made, even where it is to be a plain one.
  const isMade = isVaried || seed !== undefined
  const example = isMade ? undefined : content.examples[0]
  return contentValue(content, example, seed ?? operation.id, (schema, name, from) =>
    sampleOf(schema, wish, name, from),
  )
}
