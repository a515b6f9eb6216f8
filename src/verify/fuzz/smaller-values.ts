import { isObject } from '../../lib/json-object.js'
import { withMember, withoutPath } from '../../lib/value-path.js'

const shorter = (text: string): readonly string[] => {
  const characters = [...text]
  const lengths = [0, 1, characters.length >> 1, characters.length - 1]
  const known = [...new Set(lengths)].filter((length) => length >= 0 && length < characters.length)
  return known.map((length) => characters.slice(0, length).join(''))
}

const nearer = (number: number): readonly number[] =>
  [0, 1, Math.trunc(number / 2), Math.trunc(number)].filter(
    (one) => Math.abs(one) < Math.abs(number),
  )

function* smallerLists(list: readonly unknown[]): Generator<unknown> {
  if (list.length > 1) yield list.slice(0, list.length >> 1)
  for (const index of list.keys()) yield list.filter((_, at) => at !== index)
  for (const [index, item] of list.entries())
    for (const smaller of smallerValues(item))
      yield list.map((one, at) => (at === index ? smaller : one))
}

/** Values that are simpler than a value, the simplest first: without members, shorter, nearer to 0. */
export function* smallerValues(value: unknown): Generator<unknown> {
  if (typeof value === 'string') yield* shorter(value)
  if (typeof value === 'number') yield* nearer(value)
  if (Array.isArray(value)) yield* smallerLists(value)
  if (!isObject(value)) return
  for (const name of Object.keys(value)) yield withoutPath(value, [name])
  for (const [name, member] of Object.entries(value))
    for (const smaller of smallerValues(member)) yield withMember(value, name, smaller)
}
