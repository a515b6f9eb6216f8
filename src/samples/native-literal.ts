import { isObject } from '../lib/json-object.js'

/** How a language writes the values of JSON as literals of its own. */
export interface LiteralSyntax {
  readonly null: string
  readonly true: string
  readonly false: string
  readonly indent: string
  /** How many digits an integer beyond 2^53 may have to be itself in the language; 0 where none is. */
  readonly integerDigits: number
  /** Whether a comma may follow the last member: languages that like it there want it. */
  readonly trailingComma: boolean
  readonly string: (text: string) => string
  /** What stands before the value of a member, colon included. */
  readonly key: (name: string) => string
}

/** The deepest nesting that is written as a literal: parsers of some languages give up at a hundred. */
const deepest = 32

/** True where literals mean what the JSON says: no integer that loses digits, and no nesting that parsers refuse. */
export const isLiteral = (value: unknown, syntax: LiteralSyntax, depth = 0): boolean => {
  if (typeof value === 'bigint') return value.toString().length <= syntax.integerDigits
  if (typeof value !== 'object' || value === null) return true
  return depth < deepest && Object.values(value).every((item) => isLiteral(item, syntax, depth + 1))
}

/** The longest list that stands on one line. */
const longestLine = 60

const isFilled = (item: unknown): boolean =>
  typeof item === 'object' && item !== null && Object.keys(item).length > 0

/** A JSON value as a literal of a language; `indent` is that of the line it begins on. */
export const nativeLiteral = (value: unknown, syntax: LiteralSyntax, indent = ''): string => {
  if (value === null) return syntax.null
  if (typeof value === 'boolean') return value ? syntax.true : syntax.false
  if (typeof value === 'string') return syntax.string(value)
  const inner = indent + syntax.indent
  const written = (item: unknown): string => nativeLiteral(item, syntax, inner)
  const lines = (open: string, items: readonly string[], close: string): string => {
    if (items.length === 0) return open + close
    const end = syntax.trailingComma ? ',' : ''
    return `${open}\n${inner}${items.join(`,\n${inner}`)}${end}\n${indent}${close}`
  }
  if (Array.isArray(value)) {
    const short = `[${value.map(written).join(', ')}]`
    const isShort = short.length <= longestLine && !value.some((item) => isFilled(item))
    return isShort ? short : lines('[', value.map(written), ']')
  }
  if (typeof value === 'bigint') return value.toString()
  if (!isObject(value)) return JSON.stringify(value)
  const members = Object.entries(value).map(
    ([name, item]) => `${syntax.key(name)} ${written(item)}`,
  )
  return lines('{', members, '}')
}
