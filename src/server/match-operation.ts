import type { Operation } from '../contract/contract.js'
import type { RouteMatch } from '../contract/route-index.js'
import { Problem } from '../errors.js'
import { nearestPaths } from '../lib/nearest-path.js'
import { type Area, type Candidate, routesOf, type Scope } from './area.js'
import type { Surface } from './surface.js'

/** True for the base path itself and everything below it. */
const isBelow = (base: string, path: string): boolean =>
  base === '' ||
  (path.startsWith(base) && (path.length === base.length || path[base.length] === '/'))

/** The area that a path belongs to; the last one stands at the root and takes the rest. */
export const findArea = (areas: readonly Area[], path: string): Area =>
  areas.find(({ base }) => isBelow(base, path)) as Area

/** What a path and a method led to. */
export type Match =
  | {
      readonly surface: Surface
      readonly operation: Operation
      readonly path: Readonly<Record<string, string>>
      /** The values as they were written, where separators are percent-encoded. */
      readonly rawPath?: Readonly<Record<string, string>> | undefined
    }
  | { readonly allow: string }

type Found = RouteMatch<readonly Candidate[]>

const noValues: Readonly<Record<string, string>> = {}

/** The operation of a path entry; HEAD is served by GET. */
const operationAt = (
  { surface, entry }: Candidate,
  { values, raw }: Found,
  method: string,
): Match | undefined => {
  const operation =
    entry.methods.get(method) ?? (method === 'HEAD' ? entry.methods.get('GET') : undefined)
  if (!operation) return undefined
  if (values.length === 0) return { surface, operation, path: noValues }
  const named = (texts: readonly string[]): Readonly<Record<string, string>> =>
    Object.fromEntries(entry.names.map((name, index) => [name, texts[index] ?? '']))
  return { surface, operation, path: named(values), rawPath: raw && named(raw) }
}

/** The operation of the first candidate that has the method. */
const pick = (found: Found, method: string): Match | undefined => {
  for (const candidate of found.entry) {
    const match = operationAt(candidate, found, method)
    if (match) return match
  }
  return undefined
}

const below = (base: string, path: string): string =>
  base === '' ? path : path.slice(base.length) || '/'

/** What each surface alone has at a path: another template than the one that fits best of them all. */
const foundAlone = ({ surfaces }: Scope, path: string): readonly Found[] =>
  surfaces.flatMap((surface) => routesOf(surface).match(path) ?? [])

/** Every template that a path fits, the most concrete in front: a later one may have the method. */
const everyMatch = (routes: Scope['routes'], path: string): readonly Found[] => {
  const seen = new Set<Found['entry']>()
  const found: Found[] = []
  for (;;) {
    const next = routes.match(path, (entry) => !seen.has(entry))
    if (!next) return found
    seen.add(next.entry)
    found.push(next)
  }
}

/** Everything that an area has at a path, what fits best in front. */
const foundIn = ({ scopes }: Area, path: string): readonly Found[] =>
  scopes
    .filter(({ prefix }) => isBelow(prefix, path))
    .flatMap((scope) => {
      const rest = below(scope.prefix, path)
      const found = everyMatch(scope.routes, rest)
      return scope.surfaces.length === 1 || found.length === 0
        ? found
        : [...found, ...foundAlone(scope, rest)]
    })

/** How many documented paths are named to somebody who asked for an unknown one. */
const maxNearest = 3
const maxShown = 200

const unknownPath = (areas: readonly Area[], path: string): Problem => {
  // Whoever calls what they build against has no use for paths of ours.
  const isOurs = path.startsWith('/_sandbox')
  const paths = areas.flatMap(({ base, surfaces }) =>
    surfaces
      .filter(({ kind }) => isOurs || kind !== 'control')
      .flatMap(({ contract }) => contract.paths.map(({ template }) => base + template)),
  )
  const close = nearestPaths(path, [...new Set(paths)], maxNearest)
  const shown = path.length > maxShown ? `${path.slice(0, maxShown)}...` : path
  return new Problem('path-unknown', {
    detail: `No operation has the path ${shown}. The nearest documented paths: ${close.join(', ')}.`,
    extensions: { nearest: close },
  })
}

const unknownMethod = (
  { base }: Area,
  template: string,
  method: string,
  allow: readonly string[],
): Problem =>
  new Problem('method-unknown', {
    detail: `${base}${template} has no ${method}. It has ${allow.join(', ')}.`,
    headers: ['Allow', allow.join(', ')],
    extensions: { allow },
  })

/**
 * Everything that an area has at a path, whatever the method; empty where it has nothing.
 * @throws URIError when the path is not percent-encoded UTF-8.
 */
export const candidatesAt = (area: Area, path: string): readonly Candidate[] =>
  foundIn(area, below(area.base, path)).flatMap(({ entry }) => entry)

/** The methods that candidates have between them; OPTIONS is said last. */
export const allowOf = (candidates: readonly Candidate[]): readonly string[] => {
  const names = new Set(candidates.flatMap(({ entry }) => entry.allow.split(', ')))
  names.delete('OPTIONS')
  return [...names, 'OPTIONS']
}

/** Nearly every request is for what fits best among the bare paths. */
const matchBare = ({ scopes }: Area, path: string, method: string): Match | undefined => {
  const best = scopes[0]?.routes.match(path)
  return best && pick(best, method)
}

/**
 * Finds the operation of a path in an area. An OPTIONS that is not documented gives what is allowed.
 * @throws SetupError (501) when a contract is at fault there.
 * @throws Problem `path-unknown` (404), `method-unknown` (405), `request-target-malformed` (400).
 */
export const matchOperation = (
  areas: readonly Area[],
  area: Area,
  path: string,
  method: string,
): Match => {
  const rest = below(area.base, path)
  let found: readonly Found[]
  try {
    const bare = matchBare(area, rest, method)
    if (bare) return bare
    found = foundIn(area, rest)
  } catch {
    throw new Problem('request-target-malformed', {
      detail: 'The path is not percent-encoded UTF-8.',
    })
  }
  for (const one of found) {
    const match = pick(one, method)
    if (match) return match
  }
  const candidates = found.flatMap(({ entry }) => entry)
  const [first] = candidates
  if (!first) throw unknownPath(areas, path)
  for (const { entry } of candidates) if (entry.fault) throw entry.fault
  const allow = allowOf(candidates)
  if (method === 'OPTIONS') return { allow: allow.join(', ') }
  throw unknownMethod(area, first.entry.template, method, allow)
}
