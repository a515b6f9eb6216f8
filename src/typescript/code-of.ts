import { isObject } from '../lib/json-object.js'

/** Code in the place of a value. */
export class Expression {
  constructor(readonly text: string) {}
}

/** A line is no longer, unless one word of it is. */
const width = 100

/** A text as it is written in code, in single quotes where none have to be escaped. */
export const quoted = (text: string): string => {
  const json = JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
  return text.includes("'") ? json : `'${json.slice(1, -1).replaceAll('\\"', '"')}'`
}

const isName = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text)

/** A member of an object, as code reads it: `query.page`, `query['page[size]']`. */
export const memberOf = (object: string, name: string, isOptional = false): string => {
  if (isName(name)) return `${object}${isOptional ? '?' : ''}.${name}`
  return `${object}${isOptional ? '?.' : ''}[${quoted(name)}]`
}

const keyOf = (name: string): string =>
  isName(name) && name !== '__proto__'
    ? name
    : name === '__proto__'
      ? "['__proto__']"
      : quoted(name)

const list = (open: string, parts: readonly string[], close: string, indent: string): string => {
  if (parts.length === 0) return `${open}${close}`
  const space = open === '{' ? ' ' : ''
  const line = `${open}${space}${parts.join(', ')}${space}${close}`
  if (!line.includes('\n') && indent.length + line.length < width - 30) return line
  return `${open}\n${parts.map((part) => `${indent}  ${part},\n`).join('')}${indent}${close}`
}

/** A value of JSON, with code where values have expressions in them; members that are undefined are left out. */
export const codeOf = (value: unknown, indent = ''): string => {
  if (value instanceof Expression) return value.text
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'bigint') return `${value}n`
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const items = value.map((item) => codeOf(item, inner))
    return list('[', items, ']', indent)
  }
  if (!isObject(value)) return String(value)
  const members = Object.entries(value).flatMap(([name, member]) => {
    if (member === undefined) return []
    const text = codeOf(member, inner)
    return [text === name && isName(name) ? name : `${keyOf(name)}: ${text}`]
  })
  return list('{', members, '}', indent)
}
