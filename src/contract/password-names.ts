import { isObject } from '../lib/json-object.js'
import { valueAt } from '../lib/json-pointer.js'
import type { Contract } from './contract.js'

type Holder = Readonly<Record<string, unknown>>

/** The schema that a reference within the document names, else the schema itself. */
const followed = (document: Holder, schema: unknown): unknown => {
  const ref = isObject(schema) ? schema['$ref'] : undefined
  if (typeof ref !== 'string' || !ref.startsWith('#/')) return schema
  return valueAt(document, ref.slice(1))
}

/**
 * The names of all members and parameters of a contract that have `format: password` (OpenAPI 3.0.3
 * §4.4.1), in lower case.
 */
export const passwordNames = ({ document }: Pick<Contract, 'document'>): ReadonlySet<string> => {
  const names = new Set<string>()
  const note = (name: unknown, schema: unknown): void => {
    const found = followed(document, schema)
    if (typeof name === 'string' && isObject(found) && found['format'] === 'password')
      names.add(name.toLowerCase())
  }
  const seen = new Set<object>()
  const open: unknown[] = [document]
  while (open.length > 0) {
    const value = open.pop()
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    if (isObject(value)) {
      if (isObject(value['properties']))
        for (const [name, schema] of Object.entries(value['properties'])) note(name, schema)
      note(value['name'], value['schema'])
      note(value['name'], value)
    }
    open.push(...Object.values(value))
  }
  return names
}
