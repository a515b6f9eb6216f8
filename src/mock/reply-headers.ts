import type { DocumentedResponse, Operation, ResponseHeader } from '../contract/contract.js'
import { isObject } from '../lib/json-object.js'
import { noPreference } from './preference.js'
import { sampleOf } from './sample.js'

/** Headers that the message itself decides. */
const ownHeaders = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** What a header may be called (RFC 9110 §5.1). */
const fieldName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** A value in style simple (OpenAPI 3.0.3 §4.7.12.3), without what would break the message. */
const headerText = (value: unknown): string => {
  const list: readonly unknown[] = Array.isArray(value)
    ? value
    : isObject(value)
      ? Object.entries(value).flat()
      : [value]
  return list
    .map((item) => (typeof item === 'string' ? item : (JSON.stringify(item) ?? '')))
    .join(',')
    .replace(/[^\x20-\x7e\x80-\xff]/g, '')
}

/** What an example written as text may stand for. */
const readings = (example: unknown): readonly unknown[] =>
  typeof example === 'string'
    ? [example, Number(example), example === 'true', example.split(',')]
    : [example]

const isExampleValid = ({ schema, example }: ResponseHeader): boolean => {
  try {
    return schema === undefined || readings(example).some(schema.isValid)
  } catch {
    // The schema is what is broken: the example is all there is.
    return true
  }
}

const valueOf = async (header: ResponseHeader, operation: Operation): Promise<unknown> => {
  const { schema, example, required, name } = header
  const hasExample = example !== undefined && example !== null
  if (hasExample && isExampleValid(header)) return example
  if (!schema || !(required || hasExample)) return undefined
  return sampleOf(schema, noPreference, name, `${operation.id} ${name}`)
}

/** The documented headers of a response: those with an example, and those that are required. */
export const replyHeaders = async (
  response: DocumentedResponse,
  operation: Operation,
): Promise<string[]> => {
  const headers: string[] = []
  for (const header of response.headers) {
    if (ownHeaders.has(header.name.toLowerCase()) || !fieldName.test(header.name)) continue
    const value = await valueOf(header, operation)
    if (value !== undefined && value !== null) headers.push(header.name, headerText(value))
  }
  return headers
}
