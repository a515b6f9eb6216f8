import type { CompiledSchema, Content, Operation } from '../contract/contract.js'
import { Problem } from '../errors.js'
import { isJson } from '../lib/media-type.js'
import { noPreference, type Preference } from './preference.js'
import { sampleOf } from './sample-of.js'
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
  /** True when no value could be made that the schema allows. */
  readonly isBroken?: boolean
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
    if (schema.isValid(value)) return true
    return isStreamed(mediaType) && Array.isArray(value) && value.every(schema.isValid)
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
  const asked = dynamic === true || seed !== undefined
  const isUsable = example !== undefined && isExampleValid(content, example.value)
  if (isUsable && !asked) return { ...made, value: example.value, generated: false }
  if (!schema) {
    const items = await sequenceOf(content, preference, operation.id)
    const replaced = example !== undefined && !asked
    const isBroken = items?.every((item) => content.itemSchema?.isValid(item)) === false
    if (items) return { value: items, generated: true, replaced, isBroken }
    return { ...made, value: example?.value, generated: example === undefined }
  }
  const value = await sampleOf(schema, preference, '', operation.id)
  if (!example || asked) return { ...made, value, isBroken: !schema.isValid(value) }
  // No valid value at all: the document's own words are no worse.
  if (!schema.isValid(value)) return { ...made, value: example.value, generated: false }
  return { value, generated: true, replaced: true }
}
