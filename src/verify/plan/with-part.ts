import { isObject, own } from '../../lib/json-object.js'
import { withMember, withoutPath } from '../../lib/value-path.js'

/** Names of members and indices of items, from outside to inside. */
export type Tokens = readonly string[]

const inside = (value: unknown, token: string): unknown => {
  if (Array.isArray(value)) return value[Number(token)] as unknown
  return isObject(value) ? own(value, token) : undefined
}

/** The part of a value; undefined where there is none. */
export const partOf = (value: unknown, tokens: Tokens): unknown =>
  tokens.reduce<unknown>(inside, value)

const withItem = (list: readonly unknown[], index: number, item: unknown): readonly unknown[] =>
  list.map((one, at) => (at === index ? item : one))

/**
 * A copy of a value with another part. `model` is a value that has something at every place on the way
 * there: where the value has not, it is taken from there.
 */
export const withPart = (
  value: unknown,
  [token, ...rest]: Tokens,
  part: unknown,
  model: unknown,
): unknown => {
  if (token === undefined) return part
  const next = (holder: unknown): unknown =>
    withPart(inside(holder, token), rest, part, inside(model, token))
  if (Array.isArray(model)) {
    const list = Array.isArray(value) && value.length > Number(token) ? value : model
    return withItem(list, Number(token), next(list))
  }
  const object = isObject(value) ? value : isObject(model) ? model : {}
  return withMember(object, token, next(object))
}

/** A copy of a value without a member. */
export const withoutMember = (value: unknown, tokens: Tokens, model: unknown): unknown => {
  const holder = tokens.slice(0, -1)
  const there = partOf(value, holder)
  const object = isObject(there) ? there : partOf(model, holder)
  return withPart(value, holder, withoutPath(object, tokens.slice(-1)), model)
}
