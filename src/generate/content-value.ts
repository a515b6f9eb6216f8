import type { CompiledSchema, Content } from '../contract/contract.js'
import type { Example } from '../contract/example.js'
import { isJson } from '../lib/media-type.js'
import { satisfies } from './satisfies.js'
import type { MakeValue } from './static-value.js'
import { sequenceOf } from './sequence.js'
import { isStreamed } from './streamed-body.js'

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

/** A documented value, as it is. */
export const asWritten = (value: unknown): BodyValue => ({
  value,
  generated: false,
  replaced: false,
})

/** What is wrong with a value; of a large schema that is not looked into while a client waits. */
const flawOf = (schema: CompiledSchema, value: unknown): string => {
  const [wrong] = schema.isSlow ? [] : schema.validate(value, { location: 'body', pointer: '' })
  return wrong?.message ?? 'its keywords contradict each other'
}

/** A sequence of made-up items, where the content describes them. */
const sequenceBody = async (
  { itemSchema }: Content,
  seed: string,
  make: MakeValue,
): Promise<Omit<BodyValue, 'replaced'> | undefined> => {
  if (!itemSchema) return undefined
  const value = await sequenceOf(itemSchema, seed, make)
  const wrong = value.find((item) => !itemSchema.isValid(item))
  return { value, generated: true, ...(wrong !== undefined && { flaw: flawOf(itemSchema, wrong) }) }
}

/**
 * The value of a body: the example, if one is given; without one, and where it breaks the schema, a
 * value that is made.
 */
export const contentValue = async (
  content: Content,
  example: Example | undefined,
  seed: string,
  make: MakeValue,
): Promise<BodyValue> => {
  if (example && isExampleValid(content, example.value)) return asWritten(example.value)
  const { schema } = content
  const replaced = example !== undefined
  if (!schema) {
    const items = await sequenceBody(content, seed, make)
    if (items) return { ...items, replaced }
    const [written] = content.examples
    return { value: written?.value, generated: written === undefined, replaced: false }
  }
  const value = await make(schema, '', seed)
  if (satisfies(schema, value)) return { value, generated: true, replaced }
  // No valid value at all: the document's own words are no worse.
  if (example) return asWritten(example.value)
  const made = { generated: true, replaced: false }
  // Other formats than JSON show little of what is wrong with the schema.
  return isJson(content.mediaType)
    ? { ...made, value, flaw: flawOf(schema, value) }
    : { ...made, value }
}
