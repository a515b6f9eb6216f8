import { canonicalJson } from './canonical-json.js'
import { isObject, type JsonObject } from './json-object.js'
import { tokens } from './json-pointer.js'

/** Why a patch cannot be applied: a `test` that fails, or an operation that makes no sense there. */
export interface PatchFault {
  readonly index: number
  readonly isTest: boolean
  readonly reason: string
}

/** What came of a patch. */
export type Patched = { readonly value: unknown } | { readonly fault: PatchFault }

/** Stands for what cannot be done; `isTest` where a test has failed. */
class Refusal {
  constructor(
    readonly reason: string,
    readonly isTest = false,
  ) {}
}

const arrayIndex = /^(0|[1-9]\d*)$/

const indexIn = (list: readonly unknown[], token: string, most: number): number => {
  const index = token === '-' ? list.length : arrayIndex.test(token) ? Number(token) : Infinity
  if (index > most) throw new Refusal(`an array of ${list.length} has no place ${token}`)
  return index
}

const get = (value: unknown, path: readonly string[]): unknown =>
  path.reduce((at, token) => {
    if (Array.isArray(at)) return at[indexIn(at, token, at.length - 1)] as unknown
    if (isObject(at) && Object.hasOwn(at, token)) return at[token]
    throw new Refusal(`there is no ${token}`)
  }, value)

const withOwn = (object: JsonObject, name: string, value: unknown): JsonObject => {
  const copy: Record<string, unknown> = { ...object }
  Object.defineProperty(copy, name, {
    ...{ value, enumerable: true, configurable: true, writable: true },
  })
  return copy
}

/** Changes the holder of the last token; the way to it is copied. */
const change = (
  value: unknown,
  path: readonly string[],
  edit: (holder: JsonObject | readonly unknown[], token: string) => unknown,
): unknown => {
  const [token, ...rest] = path as readonly [string, ...string[]]
  if (!Array.isArray(value) && !isObject(value)) throw new Refusal(`${token} has nowhere to be`)
  if (rest.length === 0) return edit(value, token)
  const inner = change(get(value, [token]), rest, edit)
  return Array.isArray(value)
    ? value.with(indexIn(value, token, value.length - 1), inner)
    : withOwn(value as JsonObject, token, inner)
}

const add = (value: unknown, path: readonly string[], part: unknown): unknown =>
  path.length === 0
    ? part
    : change(value, path, (holder, token) =>
        Array.isArray(holder)
          ? holder.toSpliced(indexIn(holder, token, holder.length), 0, part)
          : withOwn(holder as JsonObject, token, part),
      )

const remove = (value: unknown, path: readonly string[]): unknown => {
  if (path.length === 0) return null
  get(value, path)
  return change(value, path, (holder, token) =>
    Array.isArray(holder)
      ? holder.toSpliced(indexIn(holder, token, holder.length - 1), 1)
      : Object.fromEntries(Object.entries(holder).filter(([name]) => name !== token)),
  )
}

const replace = (value: unknown, path: readonly string[], part: unknown): unknown => {
  get(value, path)
  if (path.length === 0) return part
  return change(value, path, (holder, token) =>
    Array.isArray(holder)
      ? holder.with(indexIn(holder, token, holder.length - 1), part)
      : withOwn(holder as JsonObject, token, part),
  )
}

const pathOf = (step: JsonObject, name: 'path' | 'from'): readonly string[] => {
  const text = step[name]
  if (typeof text !== 'string' || !/^(\/|$)/.test(text))
    throw new Refusal(`${name} is no JSON pointer`)
  return tokens(text)
}

const move = (value: unknown, step: JsonObject): unknown => {
  const [from, path] = [pathOf(step, 'from'), pathOf(step, 'path')]
  if (path.length > from.length && from.every((token, index) => path[index] === token))
    throw new Refusal('nothing can be moved into itself')
  return add(remove(value, from), path, get(value, from))
}

const test = (value: unknown, step: JsonObject): unknown => {
  if (canonicalJson(get(value, pathOf(step, 'path'))) === canonicalJson(step['value'])) return value
  throw new Refusal(`${String(step['path'])} has another value`, true)
}

const apply = (value: unknown, step: unknown): unknown => {
  if (!isObject(step)) throw new Refusal('it is no object')
  const { op } = step
  if (op === 'add') return add(value, pathOf(step, 'path'), step['value'])
  if (op === 'remove') return remove(value, pathOf(step, 'path'))
  if (op === 'replace') return replace(value, pathOf(step, 'path'), step['value'])
  if (op === 'copy') return add(value, pathOf(step, 'path'), get(value, pathOf(step, 'from')))
  if (op === 'move') return move(value, step)
  if (op === 'test') return test(value, step)
  throw new Refusal(`there is no operation ${String(op)}`)
}

/** Applies a JSON Patch (RFC 6902) to a value, all of it or nothing; the value itself stays. */
export const jsonPatch = (value: unknown, patch: readonly unknown[]): Patched => {
  let result = value
  for (const [index, step] of patch.entries())
    try {
      result = apply(result, step)
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal
      return { fault: { index, isTest: refusal.isTest, reason: refusal.reason } }
    }
  return { value: result }
}
