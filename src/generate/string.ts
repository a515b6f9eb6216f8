import { deriveSeed, seededRandom, type SeededRandom } from '../lib/seeded-random.js'
import { codePoints } from './conforms-leaf.js'
import { nothing, type Context, type Made, type Place } from './context.js'
import { formatTexts } from './format.js'
import { hasFormat } from './format-check.js'
import { longestText } from './pattern-text.js'
import { patternText, readPattern } from './pattern.js'
import { textByName } from './property-name.js'
import type { Shape } from './shape.js'

type Test = (text: string) => boolean

const someWords = 'alpha bravo delta echo golf hotel india kilo lima metro nova oscar papa'.split(
  ' ',
)

const fitter = (shape: Shape, context: Context): Test => {
  const patterns = shape.patterns.map((pattern) => readPattern(pattern, context.patterns))
  return (text) => {
    const length = codePoints(text)
    return (
      length >= shape.minLength &&
      length <= shape.maxLength &&
      patterns.every((pattern) => pattern?.matches(text) ?? true) &&
      shape.formats.every((format) => hasFormat(format, text)) &&
      shape.nots.every((not) => !context.conforms(not, text))
    )
  }
}

/** A text repeated or cut to a length, as Prism does it. */
const stretched = (text: string, shape: Shape): string => {
  const least = Math.min(shape.minLength, longestText * 5)
  let long = text
  while (long.length < least) long += text
  return [...long.slice(0, Math.max(least, text.length) * 2)]
    .slice(0, Math.min(shape.maxLength, Math.max(least, codePoints(text))))
    .join('')
}

const byName = (place: Place, context: Context, chance: SeededRandom | undefined): string[] => {
  const found = textByName(place.name, place.owner)
  if (!found) return []
  if (context.mode === 'static') return chance || found.text === '' ? [] : [found.text]
  const seed = deriveSeed(place.seed, place.spin)
  const value = context.faker?.call(found.method, found.args ?? [], seed, context.now)
  if (typeof value === 'number') return [String(value)]
  if (typeof value !== 'string') return found.text === '' ? [] : [found.text]
  return /^(?:birth|date|dob|start|end)/.test(place.name) && value.endsWith('Z')
    ? [value.slice(0, 10)]
    : [value]
}

/** Formats that faker knows more lifelike texts for. */
const byFormat = (shape: Shape, place: Place, context: Context): string[] => {
  if (!shape.formats.includes('email')) return []
  const seed = deriveSeed(place.seed, place.spin)
  const value = context.faker?.call('internet.exampleEmail', [], seed, context.now)
  return typeof value === 'string' ? [value] : []
}

const plain = (place: Place, context: Context, chance: SeededRandom | undefined): string => {
  if (!chance) return 'string'
  const seed = deriveSeed(place.seed, place.spin)
  const words = context.faker?.call('lorem.words', [{ min: 2, max: 3 }], seed, context.now)
  if (context.mode === 'dynamic' && typeof words === 'string') return words
  return `${chance.pick(someWords)} ${chance.pick(someWords)} ${chance.int(1, 999)}`
}

/** Letters and digits of the length that is asked for. */
const random = (shape: Shape, chance: SeededRandom): string => {
  const most = Math.min(shape.maxLength, shape.minLength + 12, longestText)
  const length = chance.int(Math.min(shape.minLength, longestText), most)
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
  return Array.from({ length }, () => letters[chance.int(0, 35)]).join('')
}

/** A text for each pattern that can be read. */
function* byPattern(shape: Shape, seed: number, context: Context, fits: Test): Generator<string> {
  for (const pattern of shape.patterns) {
    const read = readPattern(pattern, context.patterns)
    const made = read && patternText(read, seed, [shape.minLength, shape.maxLength], fits)
    if (made !== undefined) yield made
  }
}

/** Candidates, best first. */
function* candidates(shape: Shape, place: Place, context: Context, fits: Test): Generator<string> {
  const seed = deriveSeed(place.seed, place.spin + 1)
  const varied = context.mode === 'dynamic' || place.spin > 0 || context.round.number > 1
  const chance = varied ? seededRandom(seed) : undefined
  const { minLength: min, maxLength: max } = shape
  const named = byName(place, context, chance)
  if (context.mode === 'dynamic') yield* named
  if (context.mode === 'dynamic') yield* byFormat(shape, place, context)
  for (const format of shape.formats) {
    const wish = { chance, seed: place.seed, min, max, now: context.now }
    yield* formatTexts(format, wish) ?? []
  }
  if (place.spin > 0 && max < 6) yield random(shape, seededRandom(seed))
  yield* named
  yield* byPattern(shape, seed, context, fits)
  const text = plain(place, context, chance)
  yield text
  if (shape.patterns.length === 0) {
    for (const one of [...named, text]) yield stretched(one, shape)
  }
  if (min > longestText) return
  const further = seededRandom(deriveSeed(seed, 'further'))
  for (let count = 0; count < 12; count++) yield random(shape, further)
}

/** A text of the length, pattern and formats asked for (JSON Schema 2020-12 validation §6.3, §7). */
export const makeString = (shape: Shape, place: Place, context: Context): Made => {
  const fits = fitter(shape, context)
  let last: Made = nothing
  for (const text of candidates(shape, place, context, fits)) {
    context.count.steps += text.length >> 6
    if (fits(text)) return text
    last = text
  }
  return context.round.lenient ? last : nothing
}
