import { stepOf, sum } from './broken-number.js'
import { boundAt, keywordAt, type ValuePlace } from './value-places.js'
import type { Variation } from './variation.js'

const formats: Readonly<Record<string, readonly unknown[]>> = {
  int32: [2_147_483_647, -2_147_483_648],
  int64: [9_007_199_254_740_993n, -9_007_199_254_740_993n],
}

/** Valid numbers at the edges of what is allowed. */
export const edgeNumbers = (place: ValuePlace): readonly Variation[] => {
  const step = stepOf(place)
  const rows = [
    ['maximum', 0],
    ['minimum', 0],
    ['exclusiveMaximum', -step],
    ['exclusiveMinimum', step],
  ] as const
  const bounds = rows.flatMap(([keyword, offset]) => {
    const bound = boundAt(place, keyword)
    if (bound === undefined) return []
    const value = sum(bound, offset)
    const what = `${value}, ${offset === 0 ? 'its' : 'next to its'} ${keyword}`
    return [{ name: keyword, keyword, value, what }]
  })
  const format = String(keywordAt(place, 'format'))
  const wide = Object.hasOwn(formats, format) ? (formats[format] ?? []) : []
  return [
    ...bounds,
    ...wide.map((value, index) => ({
      ...{ name: `format-${index}`, keyword: 'format', value },
      what: `${String(value)}, a valid ${format}`,
    })),
  ]
}
