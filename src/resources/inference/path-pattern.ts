/** A path template taken apart. */
export interface PathPattern {
  readonly template: string
  readonly segments: readonly Segment[]
}

/** A part of a path between slashes: a literal, or one that holds parameters. */
export interface Segment {
  readonly text: string
  /** The text without the names of its parameters: `{}` for `{id}`. */
  readonly shape: string
  /** Empty for a literal. */
  readonly parameters: readonly string[]
}

const expression = /\{([^{}]+)\}/g
const extension = /\.(json|xml|jsonp?|format|\{format\})$/

const segmentOf = (written: string): Segment => {
  const text = written.includes('.') ? written.replace(extension, '') : written
  if (!text.includes('{')) return { text, shape: text, parameters: [] }
  const parameters = [...text.matchAll(expression)].map(([, name = '']) => name)
  return { text, shape: text.replace(expression, '{}'), parameters }
}

/**
 * Takes a path template apart; an extension such as `.json` belongs to no name. Undefined for one that
 * is more than a path (`/files/{id}#copy`, `/files?copy`).
 */
export const pathPattern = (template: string): PathPattern | undefined => {
  if (/[#?]/.test(template)) return undefined
  const texts = template.split('/').filter((text) => text !== '')
  return { template, segments: texts.map(segmentOf) }
}

/** True for a segment that is one parameter and nothing else. */
export const isPureParameter = ({ text, parameters }: Segment): boolean =>
  parameters.length === 1 && /^\{[^{}]*\}$/.test(text)

/** What tells paths apart, whatever their parameters are called. */
export const shapeOfSegments = (segments: readonly Segment[]): string =>
  segments.map(({ shape }) => `/${shape}`).join('')

/** The names of all parameters of segments, in order. */
export const parametersOf = (segments: readonly Segment[]): readonly string[] =>
  segments.flatMap(({ parameters }) => parameters)

const version = /^(v\d+([._-]\d+)*((alpha|beta)\d*)?|\d+(\.\d+)+|api|rest|latest)$/i

/** True for a literal that names no things: `v1`, `2.0`. */
export const isVersion = ({ text, parameters }: Segment): boolean =>
  parameters.length === 0 && version.test(text) && !/^(api|rest|latest)$/i.test(text)

/** The name of a resource: its literal segments without versions and such. */
export const nameOfSegments = (segments: readonly Segment[]): string => {
  const literals = segments.filter(({ parameters }) => parameters.length === 0)
  const named = literals.filter(
    ({ text }, index) => !(version.test(text) && isLeading(literals, index)),
  )
  return (named.length > 0 ? named : literals).map(({ text }) => text).join('/')
}

/** True when all before it are versions and such as well. */
const isLeading = (literals: readonly Segment[], index: number): boolean =>
  literals.slice(0, index).every(({ text }) => version.test(text) || /^\d+$/.test(text))
