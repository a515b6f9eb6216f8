import { isValidAt } from '../../generate/schema-place.js'
import { arrayOrEmpty } from '../../lib/json-object.js'
import { brokenLists } from './broken-list.js'
import { brokenNumbers } from './broken-number.js'
import { brokenObjects } from './broken-object.js'
import { brokenTexts } from './broken-text.js'
import { keywordAt, type ValuePlace } from './value-places.js'
import type { Variation } from './variation.js'

const ofType = (name: string, value: unknown, what: string): Variation => ({
  ...{ name: `type-${name}`, keyword: 'type', value, what },
})

/** Values of another type. Text is what cannot be read as the type: many servers convert "5" and "true". */
const otherTypes = ({ value }: ValuePlace): readonly Variation[] => {
  if (typeof value === 'number' || typeof value === 'bigint')
    return [ofType('text', 'not-a-number', 'the text "not-a-number" in place of a number')]
  if (typeof value === 'boolean')
    return [ofType('text', 'not-a-boolean', 'the text "not-a-boolean" in place of a boolean')]
  if (typeof value === 'string') return [ofType('object', {}, 'an object in place of text')]
  if (Array.isArray(value)) return [ofType('object', {}, 'an object in place of a list')]
  return [ofType('text', 'text', 'text in place of an object')]
}

const nulls = ({ location }: ValuePlace): readonly Variation[] =>
  location === 'body' ? [ofType('null', null, 'null')] : []

/** Values that an enumeration does not have, of the type of those that it has. */
const strangers = (place: ValuePlace): readonly Variation[] => {
  const constant = keywordAt(place, 'const')
  const keyword = constant === undefined ? 'enum' : 'const'
  const listed = constant === undefined ? arrayOrEmpty(keywordAt(place, 'enum')) : [constant]
  if (listed.length === 0) return []
  const numbers = listed.filter((one) => typeof one === 'number')
  const value = numbers.length > 0 ? Math.max(...numbers) + 1 : 'not-in-the-list'
  return [
    {
      ...{ name: keyword, keyword, value },
      what: `${JSON.stringify(value)}, which is none of its values`,
    },
  ]
}

const byType = (place: ValuePlace): readonly Variation[] => {
  const { value } = place
  if (typeof value === 'string') return brokenTexts(place)
  if (typeof value === 'number' || typeof value === 'bigint') return brokenNumbers(place)
  if (Array.isArray(value)) return brokenLists(place)
  return typeof value === 'object' && value !== null ? brokenObjects(place) : []
}

const missing: Variation = {
  ...{ name: 'required', keyword: 'required', isLeftOut: true, what: 'left out' },
}

/** Ways to break one keyword at a place, the plainest first; the schema there allows none of them. */
export const brokenValues = (place: ValuePlace): readonly Variation[] => {
  const isItem = /^\d+$/.test(place.tokens.at(-1) ?? '')
  const canMiss = place.isRequired && place.location !== 'path' && !isItem
  const changed = [...strangers(place), ...byType(place), ...otherTypes(place), ...nulls(place)]
  return [
    ...(canMiss ? [missing] : []),
    ...changed.filter(({ value }) => !isValidAt(place.schema, value)),
  ]
}
