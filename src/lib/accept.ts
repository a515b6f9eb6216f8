import { covers, essence } from './media-type.js'

interface Range {
  readonly type: string
  readonly quality: number
}

/** More specific ranges decide before general ones (RFC 9110 §12.5.1). */
const specificity = ({ type }: Range): number => (type === '*/*' ? 0 : type.endsWith('/*') ? 1 : 2)

const readRange = (text: string): Range => {
  const weight = /;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)/i.exec(text)
  return { type: essence(text), quality: weight ? Number(weight[1]) : 1 }
}

/**
 * The one of the offered media types that an Accept header likes best, the earlier one of two it
 * likes alike (RFC 9110 §12.5.1); undefined when it takes none of them.
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
  const qualityOf = (type: string): number =>
    ranges.find((range) => covers(range.type, type) || covers(type, range.type))?.quality ?? 0
  let best: string | undefined
  let bestQuality = 0
  for (const type of offered) {
    const quality = qualityOf(type)
    if (quality > bestQuality) {
      best = type
      bestQuality = quality
    }
  }
  return best
}
