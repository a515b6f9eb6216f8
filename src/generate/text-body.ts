import type { CompiledSchema } from '../contract/contract.js'
import { stringifyExact } from '../lib/parse-exact.js'
import { arrayOrEmpty, isObject } from '../lib/json-object.js'
import { essence, isJson } from '../lib/media-type.js'

const cell = (value: unknown): string => {
  const text =
    typeof value === 'string' ? value : value === null ? '' : (stringifyExact(value) ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Lines of cells (RFC 4180); the names of the properties stand in the first one. */
const csvOf = (value: unknown): string => {
  const rows = Array.isArray(value) ? arrayOrEmpty(value) : [value]
  const names = [...new Set(rows.flatMap((row) => (isObject(row) ? Object.keys(row) : [])))]
  const lines = rows.map((row) => {
    if (isObject(row)) return names.map((name) => cell(row[name] ?? null))
    return (Array.isArray(row) ? arrayOrEmpty(row) : [row]).map(cell)
  })
  const table = names.length > 0 ? [names.map(cell), ...lines] : lines
  return table.map((line) => `${line.join(',')}\r\n`).join('')
}

const formOf = (value: Readonly<Record<string, unknown>>): string =>
  Object.entries(value)
    .flatMap(([name, member]): readonly (readonly [string, unknown])[] =>
      Array.isArray(member) ? member.map((item) => [name, item]) : [[name, member]],
    )
    .map(([name, member]) => [
      name,
      typeof member === 'string' ? member : (stringifyExact(member) ?? ''),
    ])
    .map((pair) => pair.map((text) => encodeURIComponent(text ?? '')).join('='))
    .join('&')

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><rect width="1" height="1"/></svg>\n'

/** A made-up text as the image that its media type promises, where the schema allows one. */
export const presentable = (
  value: unknown,
  mediaType: string,
  schema: CompiledSchema | undefined,
): unknown => {
  if (typeof value !== 'string' || essence(mediaType) !== 'image/svg+xml') return value
  return value.includes('<') || schema?.isValid(svg) === false ? value : svg
}

/** A value as text of its media type; text is sent as it is. */
export const textBody = (value: unknown, mediaType: string): string => {
  const type = essence(mediaType)
  if (typeof value === 'string' && !isJson(type)) return value
  if (type === 'text/csv' && typeof value === 'object' && value !== null) return csvOf(value)
  if (type === 'application/x-www-form-urlencoded' && isObject(value)) return formOf(value)
  return stringifyExact(value) ?? ''
}
