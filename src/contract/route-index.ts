/** What a path led to: the entry and the decoded values of its template, in order. */
export interface RouteMatch<T> {
  readonly entry: T
  readonly values: readonly string[]
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

interface Node<T> {
  readonly literals: Map<string, Node<T>>
  readonly patterns: { readonly source: string; readonly regex: RegExp; readonly next: Node<T> }[]
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
  values: string[],
  fits: Fits<T>,
): T | undefined => {
  if (index === segments.length) return at.entries.find(fits)
  const segment = segments[index] as string
  const literal = at.literals.get(segment)
  const found = literal && find(literal, segments, index + 1, values, fits)
  if (found !== undefined) return found
  for (const pattern of at.patterns) {
    const captured = pattern.regex.exec(segment)
    if (!captured) continue
    const before = values.length
    values.push(...captured.slice(1))
    const deeper = find(pattern.next, segments, index + 1, values, fits)
    if (deeper !== undefined) return deeper
    values.length = before
  }
  return undefined
}

const decoded = (segment: string): string =>
  segment.includes('%') ? decodeURIComponent(segment) : segment

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
    const values: string[] = []
    const entry = find(root, path.slice(1).split('/').map(decoded), 0, values, fits)
    return entry === undefined ? undefined : { entry, values }
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
