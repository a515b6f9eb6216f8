import { counted } from '../../lib/counted.js'
import { boundAt, keywordAt, type ValuePlace } from './value-places.js'
import { longestText, valueWith, type Variation } from './variation.js'
import { wholePattern } from './whole-pattern.js'

/** Unusual texts of a format: leap days, offsets, fractions of seconds, long forms. */
const unusual: Readonly<Record<string, readonly string[]>> = {
  date: ['2024-02-29'],
  'date-time': ['2024-02-29T23:59:59+05:30', '2024-06-30T00:00:00.123Z'],
  email: ['first.last+tag@sub.example.com'],
  ipv6: ['2001:0db8:0000:0000:0000:ff00:0042:8329'],
  uri: ['https://example.com:8443/a/b?c=d%20e#f'],
}

/** One code point that JavaScript counts as two, and one letter made of two code points. */
const astral = '\u{1F40E}'
const combined = 'e\u0301'

const ofLength = (place: ValuePlace, keyword: 'minLength' | 'maxLength'): readonly Variation[] => {
  const length = boundAt(place, keyword)
  if (length === undefined || length > longestText || length === 0) return []
  const pattern = keywordAt(place, 'pattern')
  const value = valueWith(place, {
    ...{ minLength: length, maxLength: length },
    ...(typeof pattern === 'string' && { pattern: wholePattern(pattern) }),
  })
  if (value === undefined) return []
  return [
    { name: keyword, keyword, value, what: `of ${counted(length, 'character')}, its ${keyword}` },
  ]
}

/** As long as it may be, so that code units are told from characters. */
const beyondAscii = (place: ValuePlace): readonly Variation[] => {
  const isFree = ['pattern', 'format', 'enum', 'const'].every(
    (keyword) => keywordAt(place, keyword) === undefined,
  )
  if (!isFree || (place.location !== 'body' && place.location !== 'query')) return []
  const most = Math.min(boundAt(place, 'maxLength') ?? 20, 200)
  const value = [...`${combined}${astral.repeat(4)}${'a'.repeat(most)}`].slice(0, most).join('')
  return [
    {
      ...{ name: 'unicode', keyword: 'type', value },
      // Java, .NET and JavaScript count code units.
      isMinor: boundAt(place, 'maxLength') !== undefined,
      what: `of ${counted(most, 'character')}, some beyond the basic plane or combining`,
    },
  ]
}

const empty = (place: ValuePlace): readonly Variation[] =>
  place.location === 'body' && (boundAt(place, 'minLength') ?? 0) === 0
    ? [{ name: 'empty', keyword: 'minLength', value: '', what: 'the empty text' }]
    : []

/** Valid texts at the edges of what is allowed. */
export const edgeTexts = (place: ValuePlace): readonly Variation[] => {
  const format = String(keywordAt(place, 'format'))
  const formatted = Object.hasOwn(unusual, format) ? (unusual[format] ?? []) : []
  return [
    ...ofLength(place, 'maxLength'),
    ...ofLength(place, 'minLength'),
    ...formatted.map((value, index) => ({
      ...{ name: `format-${index}`, keyword: 'format', value, what: `${value}, a valid ${format}` },
    })),
    ...beyondAscii(place),
    ...empty(place),
  ]
}
