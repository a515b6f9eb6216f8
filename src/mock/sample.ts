import type { CompiledSchema, Content, Operation } from '../contract/contract.js'
import { Problem } from '../errors.js'
import { openFaker } from '../generate/faker-door.js'
import { generateValue } from '../generate/generate-value.js'
import { isJson } from '../lib/media-type.js'
import { noPreference, type Preference } from './preference.js'
import { satisfies } from './satisfies.js'
import { isStreamed } from './streamed-body.js'

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

/** The value of a body and where it comes from. */
export interface BodyValue {
  readonly value: unknown
  readonly generated: boolean
  /** True when the documented example breaks its schema and gave way. */
  readonly replaced: boolean
  /** What is wrong with the value where none was found that the schema allows. */
  readonly flaw?: string
}

/** True unless an example breaks its schema. Text of another format than JSON is not looked into. */
const isExampleValid = ({ schema, mediaType }: Content, value: unknown): boolean => {
  if (!schema || (typeof value === 'string' && !isJson(mediaType))) return true
  try {
    if (satisfies(schema, value)) return true
    const isEach = isStreamed(mediaType) && Array.isArray(value)
    return isEach && value.every((item) => satisfies(schema, item))
  } catch {
    // The schema is what is broken: the example is all there is.
    return true
  }
}

const exampleNamed = (operation: Operation, content: Content, name: string): BodyValue => {
  const wanted = content.examples.find((example) => example.name === name)
  if (!wanted) throw unknownExample(operation, content, name)
  return { value: wanted.value, generated: false, replaced: false }
}

/** What is wrong with a value; of a large schema that is not looked into while a client waits. */
const flawOf = (schema: CompiledSchema, value: unknown): string => {
  const [wrong] = schema.isSlow ? [] : schema.validate(value, { location: 'body', pointer: '' })
  return wrong?.message ?? 'its keywords contradict each other'
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
  const { example: wanted, dynamic, seed } = preference
  if (wanted !== undefined) return exampleNamed(operation, content, wanted)
  const { schema } = content
  const [example] = content.examples
  const made = { generated: true, replaced: false }
  if (!schema)
    return example
      ? { ...made, value: example.value, generated: false }
      : { ...made, value: undefined }
  const asked = dynamic === true || seed !== undefined
  const isUsable = example !== undefined && isExampleValid(content, example.value)
  if (isUsable && !asked) return { ...made, value: example.value, generated: false }
  const value = await sampleOf(schema, preference, '', operation.id)
  if (satisfies(schema, value))
    return { value, generated: true, replaced: example !== undefined && !asked }
  // No valid value at all: the document's own words are no worse.
  if (example && !asked) return { ...made, value: example.value, generated: false }
  // Other formats than JSON show little of what is wrong with the schema.
  return isJson(content.mediaType)
    ? { ...made, value, flaw: flawOf(schema, value) }
    : { ...made, value }
}
