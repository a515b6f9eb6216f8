import type { Content, Encoding } from '../contract/contract.js'
import { isObject } from '../lib/json-object.js'
import { isJson } from '../lib/media-type.js'
import { percentEncode } from '../lib/percent-encode.js'
import { readPairs } from '../lib/query-string.js'
import type { SampleHeader } from './sample-request.js'
import { writePairs } from './write-pairs.js'

const fieldPairs = (
  name: string,
  value: unknown,
  encoding: Encoding | undefined,
): readonly SampleHeader[] => {
  const { style, explode, contentType } = encoding ?? {}
  // An object whose style nobody documents is JSON (OpenAPI 3.1.0 §4.8.15.1).
  const json = style === undefined && (isObject(value) || isJson(contentType ?? ''))
  const field = { name, style: style ?? 'form', explode: explode ?? true, json }
  return writePairs(field, value).map(
    (pair) => [pair.name, pair.texts.join(pair.separator)] as const,
  )
}

/** More fields than this no example has. */
const maxFields = 1000

const writtenFields = (text: string): readonly SampleHeader[] => {
  try {
    return (readPairs(text, maxFields) ?? []).map(([name, value]) => [name, value] as const)
  } catch {
    return []
  }
}

/** The fields of a form (OpenAPI 3.0.3 §4.7.14.2), not encoded; text is a form that is written already. */
export const formFields = (
  value: unknown,
  { encodings }: Pick<Content, 'encodings'>,
): readonly SampleHeader[] => {
  if (typeof value === 'string') return writtenFields(value)
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([name, member]) =>
    fieldPairs(name, member, encodings.get(name)),
  )
}

/** Fields as application/x-www-form-urlencoded. */
export const formText = (fields: readonly SampleHeader[]): string =>
  fields.map((pair) => pair.map(percentEncode).join('=')).join('&')
