import type { CompiledSchema, Content } from '../../contract/contract.js'
import { coerce } from '../../contract/coerce.js'
import { readXml } from '../../contract/read-xml.js'
import { Problem, SetupError, type Violation } from '../../errors.js'
import { essence, isJson, isXml } from '../../lib/media-type.js'
import { parseExact } from '../../lib/parse-exact.js'
import { parseXml } from '../../lib/parse-xml.js'
import { replyText } from './reply-text.js'
import { isSequence, sequenceItems } from './sequence-items.js'

/** In what a body breaks its schema, or why it is not what its media type says. */
export interface JudgedValue {
  readonly violations: readonly Violation[]
  readonly malformed?: string
  /** The value that was compared, where it is JSON. */
  readonly value?: unknown
}

const nothing: JudgedValue = { violations: [] }

const at = { location: 'response', pointer: '' } as const

/** Where the contract is at fault nothing can be judged. */
export const unlessBroken = <T>(judge: () => T, otherwise: T): T => {
  try {
    return judge()
  } catch (error) {
    if (error instanceof SetupError) return otherwise
    throw error
  }
}

const validated = (schema: CompiledSchema, value: unknown, pointer = ''): readonly Violation[] =>
  unlessBroken(() => schema.validate(value, { ...at, pointer }), [])

/** JSON as its schema wants numbers: exact where it speaks of integers that a double cannot hold. */
const jsonFor = (text: string, schema: CompiledSchema | undefined): unknown =>
  schema?.isWide === true ? parseExact(text) : JSON.parse(text)

const notJson = (mediaType: string, error: unknown): JudgedValue => {
  // Nested deeper than anybody can judge.
  if (!(error instanceof SyntaxError)) return nothing
  return { ...nothing, malformed: `The body says ${mediaType} and is no JSON: ${error.message}` }
}

const judgeJson = (text: string, mediaType: string, { schema }: Content): JudgedValue => {
  try {
    const value = jsonFor(text, schema)
    return { value, violations: schema && !schema.shape.binary ? validated(schema, value) : [] }
  } catch (error) {
    return notJson(mediaType, error)
  }
}

const judgeSequence = (text: string, mediaType: string, content: Content): JudgedValue => {
  const { itemSchema, schema } = content
  try {
    const items = sequenceItems(text, mediaType)
    if (itemSchema)
      return {
        violations: items.flatMap((item, index) => validated(itemSchema, item, `/${index}`)),
      }
    const isList = schema?.shape.types.includes('array') === true
    return { violations: schema && isList ? validated(schema, items) : [] }
  } catch (error) {
    return notJson(mediaType, error)
  }
}

const judgeXml = (text: string, mediaType: string, content: Content): JudgedValue => {
  const parsed = parseXml(text)
  if ('fault' in parsed) {
    const { fault } = parsed
    if (fault.kind === 'too-deep') return nothing
    const where = `line ${fault.line}, column ${fault.column}: ${fault.reason}`
    return { ...nothing, malformed: `The body says ${mediaType} and is no XML: ${where}` }
  }
  const { schema } = content
  if (!schema || schema.shape.types.every((type) => type === 'string' || type === 'null'))
    return nothing
  try {
    const violations: Violation[] = []
    const value = readXml(parsed, content, violations)
    return { violations: value === undefined ? [] : [...violations, ...validated(schema, value)] }
  } catch (error) {
    // A name that no JavaScript object may have is nothing against the server.
    if (error instanceof Problem || error instanceof SetupError) return nothing
    throw error
  }
}

const isStructured = (type: string): boolean => type === 'object' || type === 'array'

/** Text of a schema for text or numbers; what stands around it in white space is not held against it. */
const judgeText = (text: string, { schema }: Content): JudgedValue => {
  const shape = schema?.shape
  if (!schema || !shape || shape.binary || shape.types.length === 0) return nothing
  if (shape.types.some(isStructured)) return nothing
  const violations = validated(schema, coerce(text, shape))
  if (validated(schema, coerce(text.trim(), shape)).length === 0) return nothing
  return { violations }
}

/** Judges a body that is not empty by the content that documents it. Bytes that are no text are not judged. */
export const judgeValue = (bytes: Uint8Array, mediaType: string, content: Content): JudgedValue => {
  const type = essence(mediaType)
  const isText = isSequence(type) || isJson(type) || isXml(type) || type.startsWith('text/')
  if (!isText) return nothing
  const { text, malformed } = replyText(bytes, mediaType)
  if (malformed !== undefined) return { ...nothing, malformed }
  if (text === undefined) return nothing
  return unlessBroken(() => {
    if (isSequence(type)) return judgeSequence(text, mediaType, content)
    if (isJson(type)) return judgeJson(text, mediaType, content)
    return isXml(type) ? judgeXml(text, mediaType, content) : judgeText(text, content)
  }, nothing)
}
