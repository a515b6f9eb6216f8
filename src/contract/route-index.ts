import { rawSlice } from '../lib/raw-slice.js'

/** What a path led to: the entry and the decoded values of its template, in order. */
export interface RouteMatch<T> {
  readonly entry: T
  readonly values: readonly string[]
  /** The values as they were written, where separators are percent-encoded in the path. */
  readonly raw?: readonly string[]
}

type Fits<T> = (entry: T) => boolean

/** Finds the entry of a path in a time that does not depend on how many there are. */
export interface RouteIndex<T> {
  /**
   * The first entry that fits; without `fits` the first at all.
   * @throws URIError when the path is not percent-encoded UTF-8.
   */
  readonly match: (path: string, fits?: Fits<T>) => RouteMatch<T> | undefined
}

/** A segment with template expressions. */
interface Pattern<T> {
  readonly source: string
  readonly regex: RegExp
  readonly next: Node<T>
}

/** The values of a path, and the patterns of its segments (undefined: a literal) that have them. */
interface Captured {
  readonly values: string[]
  readonly regexes: (RegExp | undefined)[]
}

interface Node<T> {
  readonly literals: Map<string, Node<T>>
  readonly patterns: Pattern<T>[]
  readonly entries: T[]
}

const node = <T>(): Node<T> => ({ literals: new Map(), patterns: [], entries: [] })

const expression = /\{[^{}]*\}/g

/** The names of the template expressions of a path (OpenAPI 3.0.3 §4.7.8.2), in order. */
export const templateNames = (template: string): readonly string[] =>
  [...template.matchAll(expression)].map(([text]) => text.slice(1, -1))

const escapeRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** How much a template expression takes: what follows a dot, or nothing at all, is an extension. */
const groupBefore = (next: string | undefined): string => {
  if (next === '.') return '(.+)'
  return next === '' ? '(.+(?=\\.[^.]*$)|.+?)' : '(.+?)'
}

/** A segment such as `{id}`, `{name}.{ext}` or `{id}:run` as an anchored expression. */
const segmentRegex = (segment: string): RegExp => {
  const texts = segment.split(expression)
  const last = texts.length - 2
  const parts = texts.map((text, index) => {
    if (index > last) return escapeRegex(text)
    return escapeRegex(text) + (index === last ? '(.+)' : groupBefore(texts[index + 1]))
  })
  return new RegExp(`^${parts.join('')}$`, 's')
}

/** Segments with more literal text are tried first: `{id}.json` before `{id}`. */
const literalLength = (segment: string): number => segment.replace(expression, '').length

const insert = <T>(root: Node<T>, template: string, entry: T): void => {
  let at = root
  for (const segment of template.slice(1).split('/')) {
    if (!segment.includes('{')) {
      const literal = at.literals.get(segment) ?? node<T>()
      at.literals.set(segment, literal)
      at = literal
      continue
    }
    const source = segment.replace(expression, '{}')
    let pattern = at.patterns.find((known) => known.source === source)
    if (!pattern) {
      pattern = { source, regex: segmentRegex(segment), next: node<T>() }
      at.patterns.push(pattern)
      at.patterns.sort((a, b) => literalLength(b.source) - literalLength(a.source))
    }
    at = pattern.next
  }
  at.entries.push(entry)
}

const find = <T>(
  at: Node<T>,
  segments: readonly string[],
  index: number,
  captured: Captured,
  fits: Fits<T>,
): T | undefined => {
  if (index === segments.length) return at.entries.find(fits)
  const segment = segments[index] as string
  const literal = at.literals.get(segment)
  captured.regexes[index] = undefined
  const found = literal && find(literal, segments, index + 1, captured, fits)
  if (found !== undefined) return found
  const { values, regexes } = captured
  for (const pattern of at.patterns) {
    const matched = pattern.regex.exec(segment)
    if (!matched) continue
    const before = values.length
    values.push(...matched.slice(1))
    regexes[index] = pattern.regex
    const deeper = find(pattern.next, segments, index + 1, captured, fits)
    if (deeper !== undefined) return deeper
    values.length = before
  }
  return undefined
}

const decoded = (segment: string): string =>
  segment.includes('%') ? decodeURIComponent(segment) : segment

/** What separates items and names in the styles of parameters, percent-encoded. */
const encodedSeparator = /%(?:20|2c|2e|3b|3d|7c)/i

/** The values as they stand in the path. */
const rawValues = (
  raw: readonly string[],
  segments: readonly string[],
  regexes: Captured['regexes'],
): readonly string[] =>
  raw.flatMap((text, index) => {
    const regex = regexes[index]
    if (!regex) return []
    const places = new RegExp(regex.source, 'ds').exec(segments[index] as string)?.indices ?? []
    return places.slice(1).map((place) => rawSlice(text, place))
  })

/**
 * An index of path templates. Literal segments win over templates, segment by segment, whatever the
 * order of the document (OpenAPI 3.0.3 §4.7.8.2). One trailing slash is ignored.
 */
export const createRouteIndex = <T>(
  routes: readonly { readonly template: string; readonly entry: T }[],
): RouteIndex<T> => {
  const root = node<T>()
  const literal = new Map<string, RouteMatch<T>>()
  for (const { template, entry } of routes) {
    insert(root, template, entry)
    if (!template.includes('{') && !literal.has(template))
      literal.set(template, { entry, values: [] })
  }
  const any: Fits<T> = () => true
  const search = (path: string, fits: Fits<T>): RouteMatch<T> | undefined => {
    const captured: Captured = { values: [], regexes: [] }
    const raw = path.slice(1).split('/')
    const segments = raw.map(decoded)
    const entry = find(root, segments, 0, captured, fits)
    if (entry === undefined) return undefined
    const { values, regexes } = captured
    if (values.length === 0 || !encodedSeparator.test(path)) return { entry, values }
    return { entry, values, raw: rawValues(raw, segments, regexes) }
  }
  const exact = (path: string, fits: Fits<T>): RouteMatch<T> | undefined => {
    const known = literal.get(path)
    return known && fits(known.entry) ? known : search(path, fits)
  }
  return {
    match: (path, fits = any) => {
      const known = exact(path, fits)
      if (known || path.length < 2 || !path.endsWith('/')) return known
      return exact(path.slice(0, -1), fits)
    },
  }
}
