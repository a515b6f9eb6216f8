import { isObject } from '../../lib/json-object.js'
import { boundAt, keywordAt, type ValuePlace } from './value-places.js'
import type { Variation } from './variation.js'

/** The name of a member that no contract documents. */
const stranger = 'notDocumented'

const closedBy = (place: ValuePlace): string | undefined =>
  ['additionalProperties', 'unevaluatedProperties'].find(
    (keyword) => keywordAt(place, keyword) === false,
  )

const mostMembers = 100

const counts = (place: ValuePlace, value: object): readonly Variation[] => {
  const [least, most] = [boundAt(place, 'minProperties'), boundAt(place, 'maxProperties')]
  const entries = Object.entries(value)
  const found: Variation[] = []
  if (least !== undefined && least > 0)
    found.push({
      ...{ name: 'minProperties', keyword: 'minProperties' },
      what: `with ${least - 1} members, one less than its minProperties`,
      value: Object.fromEntries(entries.slice(0, least - 1)),
    })
  if (most !== undefined && most < mostMembers)
    found.push({
      ...{ name: 'maxProperties', keyword: 'maxProperties' },
      what: `with ${most + 1} members, one more than its maxProperties`,
      value: Object.fromEntries([
        ...entries,
        ...Array.from({ length: Math.max(0, most + 1 - entries.length) }, (_, index) => [
          `${stranger}${index}`,
          entries[0]?.[1] ?? 'text',
        ]),
      ]),
    })
  return found
}

/** Objects that break one keyword each; that a member is missing is said at its place. */
export const brokenObjects = (place: ValuePlace): readonly Variation[] => {
  const value = isObject(place.value) ? place.value : {}
  const closed = closedBy(place)
  const composed = ['oneOf', 'anyOf'].filter((keyword) => keywordAt(place, keyword) !== undefined)
  return [
    ...(closed === undefined
      ? []
      : [
          {
            ...{ name: closed, keyword: closed, value: { ...value, [stranger]: 'text' } },
            what: `with the member ${stranger}, which is not documented`,
          },
        ]),
    ...composed.map((keyword) => ({
      ...{ name: keyword, keyword, value: {} },
      what: `{}, which is none of its alternatives`,
    })),
    ...counts(place, value),
  ]
}
