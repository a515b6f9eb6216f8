import type { Pair } from '../lib/query-string.js'
import { coerce } from './coerce.js'
import type { Shape } from './shape.js'

/** Names and values as they came, decoded. */
export type Pairs = readonly Pair[]

/** A value that names with brackets describe, before types are known. */
interface Branch {
  readonly texts: string[]
  readonly children: Map<string, Branch>
}

const branch = (): Branch => ({ texts: [], children: new Map() })

/** How deep brackets may nest. */
const maxDepth = 64

const brackets = /^(?:\[[^[\]]*\])+$/

/** The names in `[a][b]`; undefined for anything else. */
const keysOf = (text: string): readonly string[] | undefined => {
  if (!brackets.test(text)) return undefined
  const keys = text.slice(1, -1).split('][')
  return keys.length > maxDepth ? undefined : keys
}

const grow = (root: Branch, keys: readonly string[], text: string): void => {
  let at = root
  for (const key of keys) {
    const child = at.children.get(key) ?? branch()
    at.children.set(key, child)
    at = child
  }
  at.texts.push(text)
}

const index = /^\d*$/

const readArray = ({ texts, children }: Branch, shape: Shape): readonly unknown[] => {
  const item = shape.item()
  if (children.size === 0) {
    const [first = ''] = texts
    const items = texts.length === 1 && first.includes(',') ? first.split(',') : texts
    return items.map((text) => coerce(text, item))
  }
  // A far index makes no long array: `p[9999999]=x` is an array of one.
  const sorted = [...children].sort(([a], [b]) => Number(a) - Number(b))
  return sorted.flatMap(([, child]) =>
    child.children.size === 0
      ? child.texts.map((text) => coerce(text, item))
      : [valueOf(child, item)],
  )
}

const valueOf = (at: Branch, shape: Shape): unknown => {
  const { texts, children } = at
  const unknownList = shape.types.length === 0 && [...children.keys()].every((key) => key === '')
  if (shape.types.includes('array') && [...children.keys()].every((key) => index.test(key)))
    return readArray(at, shape)
  if (children.size > 0)
    return unknownList
      ? readArray(at, shape)
      : Object.fromEntries(
          [...children].map(([key, child]) => [key, valueOf(child, shape.property(key))]),
        )
  const values = texts.map((text) => coerce(text, shape))
  return values.length === 1 ? values[0] : values
}

/**
 * `name[property]=value` (style deepObject, OpenAPI 3.0.3 §4.7.12.3); also nested, and with lists
 * written `name[list][]=x` or `name[list][0]=x`, which the specification leaves open.
 */
export const readDeepObject = (name: string, shape: Shape, pairs: Pairs): unknown => {
  const root = branch()
  for (const [given, text] of pairs) {
    const keys = given.startsWith(`${name}[`) ? keysOf(given.slice(name.length)) : undefined
    if (keys) grow(root, keys, text)
  }
  return root.children.size === 0 ? undefined : valueOf(root, shape)
}
