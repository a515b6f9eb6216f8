import { isObject } from '../../lib/json-object.js'

/**
 * A value of a request as the store keeps it: bytes, which only live in forms, are left out; integers
 * that a double cannot hold are kept as text, and answered as integers where the schema has such.
 */
export const storable = (value: unknown): unknown => {
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof Uint8Array || value === undefined) return undefined
  if (Array.isArray(value)) return value.map((item) => storable(item) ?? null)
  if (!isObject(value)) return value
  const kept = Object.entries(value)
    .map(([name, item]) => [name, storable(item)] as const)
    .filter(([, item]) => item !== undefined)
  return Object.fromEntries(kept)
}
