import { isValidAt, itemsPlace, keywordOf, type SchemaPlace } from '../../generate/schema-place.js'
import { jsonEqual } from '../../lib/json-equal.js'

const dates: Readonly<Record<string, string>> = {
  date: '2020-02-03',
  'date-time': '2020-02-03T04:05:06Z',
}

const alike = (value: unknown, place: SchemaPlace): readonly unknown[] => {
  const listed = keywordOf(place, 'enum')
  if (Array.isArray(listed)) return listed
  if (typeof value === 'boolean') return [!value]
  if (typeof value === 'number') return [value + 1, value - 1, value + 0.5]
  if (typeof value !== 'string') return []
  const format = String(keywordOf(place, 'format'))
  if (Object.hasOwn(dates, format)) return [dates[format]]
  return keywordOf(place, 'format') === undefined ? [`${value}x`, value.slice(0, -1)] : []
}

/** Another value that a place allows, as simple as the one before; undefined where none is known. */
export const otherValue = (place: SchemaPlace, value: unknown): unknown => {
  if (Array.isArray(value)) {
    const items = itemsPlace(place)
    const [first] = value as readonly unknown[]
    const item = items && first !== undefined ? otherValue(items, first) : undefined
    return item !== undefined && isValidAt(place, [item]) ? [item] : undefined
  }
  return alike(value, place).find((one) => !jsonEqual(one, value) && isValidAt(place, one))
}
