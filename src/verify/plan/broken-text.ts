import { counted } from '../../lib/counted.js'
import { boundAt, keywordAt, type ValuePlace } from './value-places.js'
import { longestText, valueWithout, type Variation } from './variation.js'

/** Texts that are not of a format, the plain one first. */
const strangers: Readonly<Record<string, readonly string[]>> = {
  date: ['not-a-date', '2023-02-30'],
  'date-time': ['not-a-date-time', '2023-02-30T25:61:00Z'],
  time: ['not-a-time'],
  duration: ['not-a-duration'],
  email: ['not-an-email'],
  'idn-email': ['not-an-email'],
  hostname: ['-not a host-'],
  ipv4: ['999.1.1.1'],
  ipv6: ['not:an:address'],
  uri: ['not a uri'],
  url: ['not a url'],
  uuid: ['not-a-uuid'],
  guid: ['not-a-uuid'],
  byte: ['not base64!'],
  char: ['ab'],
  'json-pointer': ['not/a/pointer'],
  regex: ['(not-a-regex'],
}

const ofLength = (place: ValuePlace, keyword: string, length: number): string => {
  const found = valueWithout(place, keyword, { minLength: length, maxLength: length })
  if (typeof found === 'string') return found
  const characters = [...String(place.value)].slice(0, length)
  return characters.join('') + 'x'.repeat(length - characters.length)
}

const lengths = (place: ValuePlace): readonly Variation[] => {
  const [least, most] = [boundAt(place, 'minLength'), boundAt(place, 'maxLength')]
  const of = (keyword: string, length: number, side: string): Variation => ({
    ...{ name: keyword, keyword, value: ofLength(place, keyword, length) },
    what: `of ${counted(length, 'character')}, one ${side} than its ${keyword}`,
  })
  return [
    ...(most !== undefined && most < longestText ? [of('maxLength', most + 1, 'more')] : []),
    ...(least !== undefined && least > 0 && least <= longestText
      ? [of('minLength', least - 1, 'less')]
      : []),
  ]
}

/** Characters that patterns seldom have; each text is as long as the valid one. */
const fillers = ['!', ' ', '~', '0', 'a', 'A', 'é'] as const

const againstPattern = (place: ValuePlace): readonly Variation[] => {
  if (keywordAt(place, 'pattern') === undefined) return []
  const valid = [...String(place.value)]
  const swapped = fillers.map((filler) => [...valid.slice(0, -1), filler].join(''))
  const filled = fillers.map((filler) => filler.repeat(Math.max(1, valid.length)))
  return [...filled.slice(0, 3), ...swapped, ...filled.slice(3)].map((value, index) => ({
    ...{ name: `pattern-${index}`, keyword: 'pattern', value },
    what: `${JSON.stringify(value)}, which its pattern does not allow`,
  }))
}

const againstFormat = (place: ValuePlace): readonly Variation[] => {
  const format = keywordAt(place, 'format')
  if (typeof format !== 'string' || !Object.hasOwn(strangers, format)) return []
  return (strangers[format] ?? []).map((value, index) => ({
    name: index === 0 ? 'format' : `format-${index}`,
    ...{ keyword: 'format', value },
    what: `${JSON.stringify(value)}, which is no ${format}`,
  }))
}

/** Texts that break one keyword each. Of the patterns, candidates: the first that is refused serves. */
export const brokenTexts = (place: ValuePlace): readonly Variation[] => [
  ...lengths(place),
  ...againstPattern(place),
  ...againstFormat(place),
]
