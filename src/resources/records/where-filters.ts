import { isObject } from '../../lib/json-object.js'
import type { ListFilter, PropertyPath } from '../resource-model.js'
import type { Conditions } from './resources.js'
import { membersOf, type SchemaPlace } from '../../generate/schema-place.js'

/** Conditions as a selector takes them: filters, and the values they compare with. */
export interface WhereFilters {
  readonly filters: readonly ListFilter[]
  readonly values: Readonly<Record<string, unknown>>
}

const tests: ReadonlySet<string> = new Set<ListFilter['test']>([
  ...(['equals', 'oneOf', 'not', 'contains', 'atLeast', 'above', 'atMost', 'below'] as const),
])

const isComparison = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isObject(value) &&
  Object.keys(value).length > 0 &&
  Object.keys(value).every((key) => tests.has(key))

/** Where a property stands: a name may have dots in it. */
const pathOf = (place: SchemaPlace | undefined, property: string): PropertyPath =>
  place && membersOf(place).properties.has(property) ? [property] : property.split('.')

/** Reads conditions. */
export const whereFilters = (
  place: SchemaPlace | undefined,
  where: Conditions | readonly Conditions[] = [],
): WhereFilters => {
  const filters: ListFilter[] = []
  const values: Record<string, unknown> = {}
  for (const conditions of [where].flat() as readonly Conditions[])
    for (const [property, wanted] of Object.entries(conditions)) {
      const compared = isComparison(wanted) ? wanted : { equals: wanted }
      for (const [test, value] of Object.entries(compared)) {
        const parameter = `where ${filters.length}`
        filters.push({
          ...{ parameter, property: pathOf(place, property) },
          test: test as ListFilter['test'],
        })
        values[parameter] = value
      }
    }
  return { filters, values }
}
