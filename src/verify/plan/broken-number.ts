import { boundAt, keywordAt, type ValuePlace } from './value-places.js'
import type { Variation } from './variation.js'

const formats: Readonly<Record<string, unknown>> = {
  int32: 2_147_483_648,
  int64: 9_223_372_036_854_775_808n,
}

/** From one value to the next: what numbers are multiples of, else one. */
export const stepOf = (place: ValuePlace): number => boundAt(place, 'multipleOf') ?? 1

const isSafe = (value: number): boolean => Math.abs(value) < Number.MAX_SAFE_INTEGER

/** Tenths that are added with as little rounding as JSON shows. */
export const sum = (left: number, right: number): number => Number((left + right).toPrecision(12))

const beyond = (place: ValuePlace): readonly Variation[] => {
  const step = stepOf(place)
  const rows = [
    ['maximum', step, 'more than'],
    ['minimum', -step, 'less than'],
    ['exclusiveMaximum', 0, 'not less than'],
    ['exclusiveMinimum', 0, 'not more than'],
  ] as const
  return rows.flatMap(([keyword, offset, side]) => {
    const bound = boundAt(place, keyword)
    if (bound === undefined || !isSafe(bound)) return []
    const value = sum(bound, offset)
    return [{ name: keyword, keyword, value, what: `${value}, ${side} its ${keyword} ${bound}` }]
  })
}

const between = (place: ValuePlace): readonly Variation[] => {
  const step = boundAt(place, 'multipleOf')
  if (step === undefined || step <= 0) return []
  const isWhole = keywordAt(place, 'type') === 'integer'
  const offset = isWhole ? 1 : step / 2
  const value = sum(Number(place.value), offset)
  return [
    {
      ...{ name: 'multipleOf', keyword: 'multipleOf', value },
      what: `${value}, which is no multiple of ${step}`,
    },
  ]
}

const fraction = (place: ValuePlace): readonly Variation[] => {
  const value = sum(Number(place.value), 0.5)
  return isSafe(value)
    ? [{ name: 'type-fraction', keyword: 'type', value, what: `${value}, which is no integer` }]
    : []
}

const tooWide = (place: ValuePlace): readonly Variation[] => {
  const format = String(keywordAt(place, 'format'))
  if (!Object.hasOwn(formats, format)) return []
  const value = formats[format]
  return [
    { name: 'format', keyword: 'format', value, what: `${String(value)}, which is no ${format}` },
  ]
}

/** Numbers that break one keyword each. */
export const brokenNumbers = (place: ValuePlace): readonly Variation[] => [
  ...beyond(place),
  ...between(place),
  ...fraction(place),
  ...tooWide(place),
]
