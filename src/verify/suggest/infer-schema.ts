import { isObject } from '../../lib/json-object.js'

/** How schemas say that a value may be null: `nullable` (OpenAPI 3.0), or a further type. */
export type SchemaDialect = '3.0' | '3.1'

/** A schema as it is written. */
export type WrittenSchema = Readonly<Record<string, unknown>>

const typeOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'bigint') return 'integer'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

const typesOf = (values: readonly unknown[]): readonly string[] => {
  const types = new Set(values.map(typeOf))
  if (types.has('number')) types.delete('integer')
  return [...types].sort()
}

/** Objects whose members are ids, or whatever else differs, have more of them than a schema names. */
const maxMembers = 200

const objectSchema = (values: readonly unknown[], dialect: SchemaDialect): WrittenSchema => {
  const objects = values.filter(isObject)
  const names = [...new Set(objects.flatMap((one) => Object.keys(one)))]
  if (names.length === 0 || names.length > maxMembers) return {}
  const schemaOf = (name: string): WrittenSchema => {
    const all = objects.filter((one) => Object.hasOwn(one, name)).map((one) => one[name])
    return inferSchema(all, dialect)
  }
  return { properties: Object.fromEntries(names.map((name) => [name, schemaOf(name)])) }
}

const typeKeywords = (types: readonly string[], dialect: SchemaDialect): WrittenSchema => {
  const others = types.filter((type) => type !== 'null')
  const mayBeNull = others.length < types.length
  const [only] = others
  if (dialect === '3.0')
    return only === undefined || others.length > 1
      ? {}
      : { type: only, ...(mayBeNull && { nullable: true }) }
  return { type: types.length === 1 ? types[0] : types }
}

/**
 * A schema that values satisfy: what was seen, and no more. No member is required, because others may
 * lack it.
 */
export const inferSchema = (values: readonly unknown[], dialect: SchemaDialect): WrittenSchema => {
  if (values.length === 0) return {}
  const types = typesOf(values)
  const items = values.filter((value) => Array.isArray(value)).flat() as readonly unknown[]
  return {
    ...typeKeywords(types, dialect),
    ...(types.includes('object') && objectSchema(values, dialect)),
    ...(types.includes('array') && { items: inferSchema(items, dialect) }),
  }
}
