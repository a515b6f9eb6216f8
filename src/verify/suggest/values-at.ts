import { isObject } from '../../lib/json-object.js'
import { tokens } from '../../lib/json-pointer.js'

const step = (value: unknown, token: string): readonly unknown[] => {
  if (Array.isArray(value)) return value as readonly unknown[]
  return isObject(value) && Object.hasOwn(value, token) ? [value[token]] : []
}

/** The values that a JSON pointer leads to, whichever items of arrays it names. */
export const valuesAt = (root: unknown, pointer: string): readonly unknown[] =>
  tokens(pointer).reduce<readonly unknown[]>(
    (values, token) => values.flatMap((value) => step(value, token)),
    [root],
  )
