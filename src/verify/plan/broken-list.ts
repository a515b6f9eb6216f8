import { boundAt, keywordAt, type ValuePlace } from './value-places.js'
import { longestList, valueWithout, type Variation } from './variation.js'

/** Items that all differ, when the valid ones do not suffice. */
const grown = (list: readonly unknown[], length: number): readonly unknown[] =>
  Array.from({ length }, (_, index) => {
    const item = list[index] ?? list[index % list.length]
    if (index < list.length) return item
    return typeof item === 'string'
      ? `${item.slice(0, Math.max(1, item.length - 2))}${index}`
      : typeof item === 'number'
        ? item + index
        : item
  })

const ofLength = (place: ValuePlace, keyword: string, length: number): readonly unknown[] => {
  const list = place.value as readonly unknown[]
  if (length <= list.length) return list.slice(0, length)
  const found = valueWithout(place, keyword, { minItems: length, maxItems: length })
  return Array.isArray(found) ? found : grown(list, length)
}

const sizes = (place: ValuePlace): readonly Variation[] => {
  const [least, most] = [boundAt(place, 'minItems'), boundAt(place, 'maxItems')]
  const of = (keyword: string, length: number, side: string): Variation => ({
    ...{ name: keyword, keyword, value: ofLength(place, keyword, length) },
    what: `with ${length} items, one ${side} than its ${keyword}`,
  })
  return [
    ...(most !== undefined && most < longestList ? [of('maxItems', most + 1, 'more')] : []),
    ...(least !== undefined && least > 0 && least <= longestList
      ? [of('minItems', least - 1, 'less')]
      : []),
  ]
}

/** Lists that break one keyword each. */
export const brokenLists = (place: ValuePlace): readonly Variation[] => {
  const list = place.value as readonly unknown[]
  const [first] = list
  const twice: Variation = {
    ...{ name: 'uniqueItems', keyword: 'uniqueItems', what: 'with the same item twice' },
    value: [first, ...list.slice(0, 1), ...list.slice(2)],
  }
  const longer: Variation = {
    ...{ name: 'items', keyword: 'items', what: 'with an item more than it may have' },
    value: [...list, first],
  }
  return [
    ...sizes(place),
    ...(keywordAt(place, 'uniqueItems') === true && first !== undefined ? [twice] : []),
    ...(keywordAt(place, 'items') === false && first !== undefined ? [longer] : []),
  ]
}
