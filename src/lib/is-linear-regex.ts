import type { RegexNode } from './parse-regex.js'
import { setExpression } from './regex-program.js'

/** A set at its place in the expression: which of the ASCII characters it has, and whether others. */
interface Place {
  readonly ascii: readonly boolean[]
  readonly others: boolean
}

/** What a part can begin and end with, and whether it can be empty (V. M. Glushkov's automaton). */
interface Ends {
  readonly first: readonly number[]
  readonly last: readonly number[]
  readonly empty: boolean
}

interface Survey {
  readonly places: Place[]
  readonly follow: Set<number>[]
  /** False when two ways through the expression could read the same text. */
  certain: boolean
}

/** Larger expressions are not looked at. */
const maxPlaces = 300

/** Only ASCII characters and classes of them that are not negated. */
const asciiOnly = /^(?:\\[dw]|\\[^\w]|[ -[\]-~]|\[(?!\^)(?:[ -[\]-~]|\\[dw]|\\[^\w])*\])$/

const placeOf = (source: string, flags: string): Place => {
  const expression = setExpression(source, flags)
  return {
    ascii: Array.from({ length: 128 }, (_, code) => expression.test(String.fromCharCode(code))),
    others: !asciiOnly.test(source) || flags.includes('i'),
  }
}

const overlap = (left: Place, right: Place): boolean =>
  (left.others && right.others) || left.ascii.some((has, code) => has && right.ascii[code])

const join = (survey: Survey, last: readonly number[], first: readonly number[]): void => {
  for (const from of last)
    for (const to of first) {
      const known = survey.follow[from] as Set<number>
      // The same step in two ways: a repetition within a repetition.
      if (known.has(to)) survey.certain = false
      known.add(to)
    }
}

const nothing: Ends = { first: [], last: [], empty: true }

const surveySequence = (survey: Survey, parts: readonly RegexNode[]): Ends => {
  let sofar = nothing
  for (const part of parts) {
    const ends = survey.certain ? surveyNode(survey, part) : nothing
    join(survey, sofar.last, ends.first)
    sofar = {
      first: sofar.empty ? [...sofar.first, ...ends.first] : sofar.first,
      last: ends.empty ? [...sofar.last, ...ends.last] : ends.last,
      empty: sofar.empty && ends.empty,
    }
  }
  return sofar
}

const surveyNode = (survey: Survey, node: RegexNode): Ends => {
  if (node.kind === 'set') {
    const place = survey.places.push(placeOf(node.source, node.flags)) - 1
    survey.follow.push(new Set())
    if (place > maxPlaces) survey.certain = false
    return { first: [place], last: [place], empty: false }
  }
  if (node.kind === 'sequence') return surveySequence(survey, node.parts)
  if (node.kind === 'group') return surveyNode(survey, node.node)
  if (node.kind === 'edge') return nothing
  if (node.kind === 'choice') {
    const all = node.options.map((option) => surveyNode(survey, option))
    if (all.filter(({ empty }) => empty).length > 1) survey.certain = false
    return {
      first: all.flatMap(({ first }) => first),
      last: all.flatMap(({ last }) => last),
      empty: all.some(({ empty }) => empty),
    }
  }
  if (node.kind !== 'repeat') {
    survey.certain = false
    return nothing
  }
  const ends = surveyNode(survey, node.node)
  if (ends.empty) survey.certain = false
  if (node.max > 1) join(survey, ends.last, ends.first)
  return { ...ends, empty: node.min === 0 || ends.empty }
}

const isClear = ({ places }: Survey, choices: readonly number[]): boolean =>
  choices.every((one, index) =>
    choices
      .slice(index + 1)
      .every((other) => !overlap(places[one] as Place, places[other] as Place)),
  )

/** True when each character leaves one way to go on: then nothing is ever read twice. */
const isDeterministic = (node: RegexNode): boolean => {
  const survey: Survey = { places: [], follow: [], certain: true }
  const { first } = surveyNode(survey, node)
  return (
    survey.certain &&
    isClear(survey, first) &&
    survey.follow.every((choices) => isClear(survey, [...choices]))
  )
}

/** In how many ways a part can be read at most; Infinity for what repeats without end. */
const ways = (node: RegexNode): number => {
  switch (node.kind) {
    case 'set':
    case 'edge':
      return 1
    case 'group':
      return ways(node.node)
    case 'sequence':
      return node.parts.reduce((product, part) => product * ways(part), 1)
    case 'choice':
      return node.options.reduce((sum, option) => sum + ways(option), 0)
    case 'repeat': {
      const one = ways(node.node)
      if (node.max > 50) return Infinity
      let sum = 0
      for (let times = node.min; times <= node.max; times++) sum += one ** times
      return sum
    }
    default:
      return Infinity
  }
}

const isAnchored = (node: RegexNode): boolean => {
  if (node.kind === 'edge') return node.at === '^' && !node.multiline
  if (node.kind === 'sequence') return node.parts[0] !== undefined && isAnchored(node.parts[0])
  if (node.kind === 'choice') return node.options.every(isAnchored)
  return node.kind === 'group' && isAnchored(node.node)
}

/** The most characters that a part can take. */
const longest = (node: RegexNode): number => {
  if (node.kind === 'set') return 1
  if (node.kind === 'group') return longest(node.node)
  if (node.kind === 'sequence') return node.parts.reduce((sum, part) => sum + longest(part), 0)
  if (node.kind === 'choice') return Math.max(...node.options.map(longest))
  if (node.kind !== 'repeat') return 0
  return node.max === 0 ? 0 : longest(node.node) * node.max
}

/** So many ways at each character are as good as one. */
const fewWays = 8

/** Expressions that are not anchored begin anew at each character: they may take this many. */
const shortMatch = 64

/**
 * True when RegExp needs no more than a small multiple of the length of any text: no part can be
 * read in two ways. It errs on the side of false.
 */
export const isLinearRegex = (node: RegexNode): boolean => {
  const isOne = isAnchored(node)
  if (ways(node) <= (isOne ? 1000 : fewWays)) return true
  return (isOne || longest(node) <= shortMatch) && isDeterministic(node)
}
