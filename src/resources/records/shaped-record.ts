import type { Inference } from '../resource-model.js'
import { valueAtPath, withValueAtPath } from '../../lib/value-path.js'

/** What an answer is told of a record: its name stands where the answer has it, and it is where an item holds it. */
export const shapedRecord = (
  { named, itemAt, resource: { identity } }: Inference,
  value: unknown,
): unknown => {
  const names = (identity?.properties ?? []).map((path) => valueAtPath(value, path))
  const renamed = (named ?? []).reduce<unknown>(
    (record, path, index) =>
      names[index] === undefined ? record : withValueAtPath(record, path, names[index]),
    value,
  )
  return itemAt ? withValueAtPath(undefined, itemAt, renamed) : renamed
}

/** The record that an answer has told of, as it is kept: the other way round. */
export const plainRecord = (
  { named, itemAt, resource: { identity } }: Inference,
  shown: unknown,
): unknown => {
  const inner = itemAt ? valueAtPath(shown, itemAt) : shown
  return (named ?? []).reduce<unknown>((record, path, index) => {
    const name = valueAtPath(inner, path)
    const own = identity?.properties[index]
    return path.length === 0 || name === undefined || !own
      ? record
      : withValueAtPath(record, own, name)
  }, inner)
}
