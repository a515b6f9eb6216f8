import { plainName, singularName } from '../../lib/plain-name.js'
import type { ParameterView } from './operation-view.js'
import type { ListFilter, PropertyPath } from '../resource-model.js'
import type { SchemaView } from './schema-view.js'

/** Endings and beginnings of parameters that say how they compare. */
const comparisons: readonly (readonly [RegExp, ListFilter['test']])[] = [
  [/^(.+?)(?:\[|__|\.|_|:)(?:gte|ge|min|from|since)\]?$/i, 'atLeast'],
  [/^(.+?)(?:\[|__|\.|_|:)(?:gt|after)\]?$/i, 'above'],
  [/^(.+?)(?:\[|__|\.|_|:)(?:lte|le|max|to|until)\]?$/i, 'atMost'],
  [/^(.+?)(?:\[|__|\.|_|:)(?:lt|before)\]?$/i, 'below'],
  [/^(.+?)(?:\[|__|\.|:)(?:ne|neq|not|n)\]?$/i, 'not'],
  [/^(.+?)(?:\[|__|\.|_|:)(?:contains|icontains|ic|like|ilike)\]?$/i, 'contains'],
  [/^(.+?)(?:\[|__|\.|_|:)in\]?$/i, 'oneOf'],
  [/^(.+?)(?:\[|__|\.|:)(?:eq|exact|is)\]?$/i, 'equals'],
  [/^(?:min|from|start|since)[_-]?(.+)$/i, 'atLeast'],
  [/^(?:max|to|until|end)[_-]?(.+)$/i, 'atMost'],
  [/^(.+)(?:From|Min|Since|Gte)$/, 'atLeast'],
  [/^(.+)(?:To|Max|Until|Lte)$/, 'atMost'],
  [/^(.+)After$/, 'above'],
  [/^(.+)Before$/, 'below'],
]

const isObjectOnly = (view: SchemaView): boolean =>
  view.types.has('object') && view.types.size === 1

/** `created` is also `createdAt` or `created_on`. */
const timeEndings = ['', 'at', 'on', 'date', 'time']

/** The property of that very name; where it is an object, its identity. */
const ownProperty = (name: string, record: SchemaView): PropertyPath | undefined => {
  const own = record.names.find((one) => plainName(one) === plainName(name))
  const view = own === undefined ? undefined : record.property(own)
  if (own === undefined || !view) return undefined
  if (!isObjectOnly(view)) return [own]
  const id = view.names.find((one) => /^(_?id|gid|uuid|key|slug|name)$/i.test(one))
  return id === undefined ? undefined : [own, id]
}

/** `user_id` is the `id` of `user`. */
const innerProperty = (name: string, record: SchemaView): PropertyPath | undefined => {
  const [, of = '', ending = ''] = /^(.+?)[_-]?(id|ids|gid|uuid|key|slug)$/i.exec(name) ?? []
  const holder = record.names.find((one) => of !== '' && plainName(one) === plainName(of))
  const inner = holder === undefined ? undefined : record.property(holder)
  if (holder === undefined || !inner) return undefined
  const wanted = plainName(ending).replace(/^ids$/, 'id')
  const found = inner.names.find((one) => plainName(one) === wanted)
  if (found !== undefined) return [holder, found]
  return isObjectOnly(inner) ? undefined : [holder]
}

/** The property a parameter names: itself, or the identity of what it refers to; JSON:API has attributes. */
const propertyNamed = (name: string, record: SchemaView): PropertyPath | undefined => {
  if (plainName(name) === '') return undefined
  const found = ownProperty(name, record) ?? innerProperty(name, record)
  if (found) return found
  const attributes = record.property('attributes')
  const inside = attributes && (ownProperty(name, attributes) ?? innerProperty(name, attributes))
  return inside && ['attributes', ...inside]
}

const timeNamed = (name: string, record: SchemaView): PropertyPath | undefined => {
  const plain = plainName(name)
  const found =
    record.names.find((one) => timeEndings.some((ending) => plainName(one) === plain + ending)) ??
    // `startDate` asks for what has any of its `dates` then.
    record.names.find((one) => plainName(one) === `${plain}s` && record.property(one)?.items)
  return found === undefined ? propertyNamed(name, record) : [found]
}

/** `filter[status]`, `filters.status` name the property inside. */
const bare = (name: string): string =>
  name
    .replace(
      /^(?:filters?|where)(?:\[([^\]]*)\]|[._](.*))/i,
      (_, inner?: string, rest?: string) => inner ?? rest ?? '',
    )
    .replace(/\[\]$/, '')

/** Words of one name that mean many: `ids` compares `id`. */
const oneOfMany = (name: string, record: SchemaView): PropertyPath | undefined =>
  propertyNamed(name, record) ?? propertyNamed(singularName(name), record)

/** What a query parameter compares; undefined where it names no property of the records. */
export const inferFilter = (
  parameter: ParameterView,
  record: SchemaView,
): ListFilter | undefined => {
  const name = bare(parameter.name)
  const isList = parameter.schema.types.has('array')
  if (isObjectOnly(parameter.schema)) return undefined
  const whole = isList ? oneOfMany(name, record) : propertyNamed(name, record)
  if (whole)
    return { parameter: parameter.name, property: whole, test: isList ? 'oneOf' : 'equals' }
  for (const [pattern, test] of comparisons) {
    const [, inner] = pattern.exec(name) ?? []
    const property = inner === undefined ? undefined : timeNamed(inner, record)
    if (property) return { parameter: parameter.name, property, test }
  }
  return undefined
}

/** What an object of filters compares: each of its members as if it stood in brackets. */
export const inferFilters = (
  parameter: ParameterView,
  record: SchemaView,
): readonly ListFilter[] => {
  const { name, schema } = parameter
  const isHolder = isObjectOnly(schema) && /^(filters?|where)$/i.test(name)
  const members = isHolder ? schema.names : []
  const each = members.map((member) => ({
    ...parameter,
    name: `${name}[${member}]`,
    schema: schema.property(member) ?? schema,
  }))
  return [parameter, ...each].flatMap((one) => inferFilter(one, record) ?? [])
}

/** What a path parameter of another collection compares: `/users/{userId}/orders` lists orders by it. */
export const inferScope = (
  parameter: string,
  noun: string,
  record: SchemaView,
): ListFilter | undefined => {
  const property =
    plainName(parameter) === 'id' || plainName(parameter) === 'name'
      ? undefined
      : propertyNamed(parameter, record)
  const found = property ?? propertyNamed(`${noun}_id`, record) ?? propertyNamed(noun, record)
  return found && { parameter, property: found, test: 'equals' }
}
