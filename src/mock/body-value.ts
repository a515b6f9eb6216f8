import type { CompiledSchema, Content, Operation } from '../contract/contract.js'
import { Problem } from '../errors.js'
import { isJson } from '../lib/media-type.js'
import { noPreference, type Preference } from './preference.js'
import { sampleOf } from './sample-of.js'
import { satisfies } from './satisfies.js'
import { sequenceOf } from './sequence.js'
import { isStreamed } from './streamed-body.js'

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

const isSequenceValid = (itemSchema: CompiledSchema, value: unknown): boolean => {
  try {
    // Text is written as the sequence already.
    return typeof value === 'string' || (Array.isArray(value) && value.every(itemSchema.isValid))
  } catch {
    return true
  }
}

/** True unless an example breaks its schema. Text of another format than JSON is not looked into. */
const isExampleValid = (content: Content, value: unknown): boolean => {
  const { schema, itemSchema, mediaType } = content
  if (!schema && itemSchema) return isSequenceValid(itemSchema, value)
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
  return asWritten(wanted.value)
}

const asWritten = (value: unknown): BodyValue => ({ value, generated: false, replaced: false })

/** What is wrong with a value; of a large schema that is not looked into while a client waits. */
const flawOf = (schema: CompiledSchema, value: unknown): string => {
  const [wrong] = schema.isSlow ? [] : schema.validate(value, { location: 'body', pointer: '' })
  return wrong?.message ?? 'its keywords contradict each other'
}

/** A sequence of made-up items, where the content describes them. */
const sequenceBody = async (
  operation: Operation,
  content: Content,
  preference: Preference,
): Promise<Omit<BodyValue, 'replaced'> | undefined> => {
  const { itemSchema } = content
  const value = await sequenceOf(content, preference, operation.id)
  if (!itemSchema || !value) return undefined
  const wrong = value.find((item) => !itemSchema.isValid(item))
  return { value, generated: true, ...(wrong !== undefined && { flaw: flawOf(itemSchema, wrong) }) }
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
  const asked = dynamic === true || seed !== undefined
  const example = asked ? undefined : content.examples[0]
  if (example && isExampleValid(content, example.value)) return asWritten(example.value)
  const replaced = example !== undefined
  if (!schema) {
    const items = await sequenceBody(operation, content, preference)
    if (items) return { ...items, replaced }
    const [written] = content.examples
    return { value: written?.value, generated: written === undefined, replaced: false }
  }
  const value = await sampleOf(schema, preference, '', operation.id)
  if (satisfies(schema, value)) return { value, generated: true, replaced }
  // No valid value at all: the document's own words are no worse.
  if (example) return asWritten(example.value)
  const made = { generated: true, replaced: false }
  // Other formats than JSON show little of what is wrong with the schema.
  return isJson(content.mediaType)
    ? { ...made, value, flaw: flawOf(schema, value) }
    : { ...made, value }
}
