import { headerParameters } from './header-parameters.js'
import { covers, essence } from './media-type.js'

interface Range {
  readonly type: string
  /** Its parameters, such as `version`; those about writing, and the weight, are none. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
  readonly quality: number
}

/** More specific ranges decide before general ones (RFC 9110 §12.5.1). */
const specificity = ({ type, parameters }: Range): number =>
  type === '*/*' ? 0 : type.endsWith('/*') ? 1 : 2 + parameters.length

const about = new Set(['q', 'charset', 'boundary'])

const parametersOf = (text: string): Range['parameters'] =>
  text.includes(';') ? [...(headerParameters(text) ?? [])].filter(([name]) => !about.has(name)) : []

/** True when a range names another variant of a type: another `version`. */
const contradicts = ({ parameters }: Range, offered: string): boolean => {
  if (parameters.length === 0) return false
  const own = new Map(parametersOf(offered))
  return parameters.some(([name, value]) => (own.get(name) ?? value) !== value)
}

const readRange = (text: string): Range => {
  const weight = /;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)/i.exec(text)
  return {
    type: essence(text),
    parameters: parametersOf(text),
    quality: weight ? Number(weight[1]) : 1,
  }
}

/** The best of what is offered, by the quality that each has. */
const best = (
  offered: readonly string[],
  qualityOf: (type: string) => number,
): string | undefined => {
  let found: string | undefined
  let foundQuality = 0
  for (const type of offered) {
    const quality = qualityOf(type)
    if (quality > foundQuality) {
      found = type
      foundQuality = quality
    }
  }
  return found
}

/**
 * The one of the offered media types that an Accept header likes best, the earlier one of two it
 * likes alike (RFC 9110 §12.5.1); undefined when it takes none of them. Parameters such as `version`
 * choose between variants of a type; where none has them the type alone decides.
 */
export const preferred = (
  accept: string | undefined,
  offered: readonly string[],
): string | undefined => {
  if (accept === undefined || accept.trim() === '' || accept === '*/*') return offered[0]
  const ranges = accept
    .split(',')
    .map(readRange)
    .sort((a, b) => specificity(b) - specificity(a))
  const isOf = (range: Range, type: string) => covers(range.type, type) || covers(type, range.type)
  const exact = (type: string): number =>
    ranges.find((range) => isOf(range, type) && !contradicts(range, type))?.quality ?? 0
  const loose = (type: string): number => ranges.find((range) => isOf(range, type))?.quality ?? 0
  return best(offered, exact) ?? best(offered, loose)
}
