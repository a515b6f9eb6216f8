import { alternativesOf, isValidAt } from '../../generate/schema-place.js'
import { arrayOrEmpty, isObject } from '../../lib/json-object.js'
import { jsonEqual } from '../../lib/json-equal.js'
import { edgeNumbers } from './edge-number.js'
import { edgeTexts } from './edge-text.js'
import { boundAt, keywordAt, type ValuePlace } from './value-places.js'
import { longestList, valueWith, type Variation } from './variation.js'

const edgeLists = (place: ValuePlace): readonly Variation[] => {
  const of = (keyword: string, length: number): readonly Variation[] => {
    if (length > longestList) return []
    const value = valueWith(place, { minItems: length, maxItems: length })
    if (value === undefined) return []
    return [{ name: keyword, keyword, value, what: `with ${length} items, its ${keyword}` }]
  }
  const most = boundAt(place, 'maxItems')
  const least = boundAt(place, 'minItems') ?? 0
  return [
    ...(most === undefined ? [] : of('maxItems', most)),
    ...(least > 0 || place.location === 'body' ? of('minItems', least) : []),
  ]
}

/** A value of each alternative but the one that the value is of. */
const branches = (place: ValuePlace): readonly Variation[] =>
  alternativesOf(place.schema).flatMap((list) =>
    list.flatMap((schema, index) => {
      const branch = { schema, lookup: place.schema.lookup }
      if (isValidAt(branch, place.value) || !isObject(schema)) return []
      const value = valueWith(place, { allOf: [schema] })
      if (value === undefined) return []
      const what = `of alternative ${index + 1} of ${list.length}`
      return [{ name: `alternative-${index}`, keyword: 'oneOf', value, what }]
    }),
  )

const plainTypes: ReadonlySet<unknown> = new Set(['string', 'integer', 'number', 'boolean'])

/** A value of each type of a list of types; null, where it is allowed. */
const types = (place: ValuePlace): readonly Variation[] => {
  const said = arrayOrEmpty(keywordAt(place, 'type'))
  const others = said.filter((type) => plainTypes.has(type))
  const each = others.length < 2 ? [] : others
  const typed = each.flatMap((type) => {
    const value = valueWith(place, { type })
    const what = `${JSON.stringify(value)}, of type ${String(type)}`
    return value === undefined
      ? []
      : [{ name: `type-${String(type)}`, keyword: 'type', value, what }]
  })
  const nothing = { name: 'null', keyword: 'type', value: null, what: 'null' }
  return place.location === 'body' ? [nothing, ...typed] : typed
}

const listed = (place: ValuePlace): readonly Variation[] =>
  arrayOrEmpty(keywordAt(place, 'enum')).map((value, index) => ({
    ...{ name: `enum-${index}`, keyword: 'enum', value, what: JSON.stringify(value) },
  }))

const byType = (place: ValuePlace): readonly Variation[] => {
  const { value } = place
  if (typeof value === 'string') return edgeTexts(place)
  if (typeof value === 'number' || typeof value === 'bigint') return edgeNumbers(place)
  if (typeof value === 'boolean')
    return [{ name: 'boolean', keyword: 'type', value: !value, what: String(!value) }]
  return Array.isArray(value) ? edgeLists(place) : []
}

/** Valid values at the edges of what a place allows, all unlike the one that stands there. */
export const edgeValues = (place: ValuePlace): readonly Variation[] => {
  const fixed = keywordAt(place, 'enum') !== undefined || keywordAt(place, 'const') !== undefined
  const all = fixed
    ? [...listed(place), ...types(place)]
    : [...byType(place), ...types(place), ...branches(place)]
  return all.filter(({ value }) => !jsonEqual(value, place.value) && isValidAt(place.schema, value))
}
