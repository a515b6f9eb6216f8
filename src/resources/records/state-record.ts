import { isObject } from '../../lib/json-object.js'
import type { Collection } from '../../store/store.js'
import type { ListFilter, PropertyPath, Resource } from '../resource-model.js'
import { valueAtPath } from '../../lib/value-path.js'

/** A record of a resource as the store keeps it. */
export interface StateRecord {
  /** Path values, each percent-encoded, that name it: those of its parents, then its own. */
  readonly key: string
  /** The key of what it lies below; empty at the top. */
  readonly parent: string
  /** Its fullest representation, what is never answered included. */
  readonly value: unknown
  /** Grows with each change. */
  readonly version: number
  /** True for first contents. */
  readonly first?: true
}

/** What is known of the records of a resource below one parent: that the first ones were made. */
export interface Mark {
  readonly key: string
  /** The number that the next record gets which is numbered. */
  readonly next: number
  /** The key of the first of them. */
  readonly head?: string
}

/** One key of several path values. */
export const keyOf = (values: readonly unknown[]): string =>
  values
    .map((value) => encodeURIComponent(String(value).replace(/\p{Surrogate}/gu, '\uFFFD')))
    .join('/')

/** The values of a key. */
export const valuesOf = (key: string): readonly string[] =>
  key === '' ? [] : key.split('/').map((part) => decodeURIComponent(part))

/** The names of the parameters of a path template, in their order. */
export const namesIn = (template: string): readonly string[] =>
  [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name as string)

/** The look-up of records by the value of a property. */
export const lookupOf = (property: PropertyPath): string => `=${property.join('.')}`

/** Values that no look-up can have: lists are compared one by one. */
export const listed = '\u0000list'

/** What a scalar is looked up by; letter case counts. */
export const lookupText = (value: unknown): string | undefined => {
  if (Array.isArray(value)) return listed
  return value === undefined || value === null || isObject(value) ? undefined : String(value)
}

/** The names of properties that look unique. */
const uniqueNames = /^(e-?mail|e-?mail_?address|slug|user_?name|login|handle)$/i

/** What a unique property is compared by: mail addresses differ in more than letter case. */
export const uniqueText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.toLowerCase() : undefined

/** The look-up of records by a unique property. */
export const uniqueLookup = (property: PropertyPath): string => `!${property.join('.')}`

/** The properties of a record that look unique, those of its JSON:API attributes included. */
export const uniquePaths = (names: Iterable<string>, below: PropertyPath = []): PropertyPath[] =>
  [...names].filter((name) => uniqueNames.test(name)).map((name) => [...below, name])

/** The collection of a resource, with a look-up for each property that lists filter by. */
export const recordsOf = (
  slug: string,
  { name }: Resource,
  filters: readonly ListFilter[],
  unique: readonly PropertyPath[],
): Collection<StateRecord> => ({
  name: `resources/${slug}/${name}`,
  key: ({ key }) => key,
  index: {
    parent: ({ parent }) => parent,
    ...Object.fromEntries(
      filters
        .filter(({ test }) => test === 'equals' || test === 'oneOf')
        .map(({ property }) => [
          lookupOf(property),
          (record: StateRecord) => lookupText(valueAtPath(record.value, property)),
        ]),
    ),
    ...Object.fromEntries(
      unique.map((path) => [
        uniqueLookup(path),
        (record: StateRecord) => uniqueText(valueAtPath(record.value, path)),
      ]),
    ),
  },
})

/** The marks of all resources of a contract. */
export const marksOf = (slug: string): Collection<Mark> => ({
  name: `resources/${slug}`,
  key: ({ key }) => key,
})
