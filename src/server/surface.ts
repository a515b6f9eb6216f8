import type { Contract, Operation, PathEntry } from '../contract/contract.js'
import { Problem } from '../errors.js'
import type { Reply } from '../exchange.js'
import { nearestPaths } from '../lib/nearest-path.js'
import type { Visit } from './visit.js'

/** A part of the origin that answers the operations of a contract below a base path. */
export interface Surface {
  readonly title: string
  readonly kind: 'mock' | 'sandbox' | 'control'
  /** Without final slash; empty at the root. */
  readonly base: string
  readonly contract: Contract
  /** Answers an exchange whose operation is known. */
  readonly respond: (visit: Visit, operation: Operation) => Promise<Reply> | Reply
}

const isBelow = (base: string, path: string): boolean =>
  base === '' ||
  (path.startsWith(base) && (path.length === base.length || path[base.length] === '/'))

/** The surface that a path belongs to; the last one stands at the root and takes the rest. */
export const findSurface = (surfaces: readonly Surface[], path: string): Surface =>
  surfaces.find(({ base }) => isBelow(base, path)) as Surface

type Fits = (entry: PathEntry) => boolean

/** A path as it is, else below the path of one of the contract's servers. */
const matchBelow = ({ routes, serverPaths }: Contract, path: string, fits?: Fits) => {
  const bare = routes.match(path, fits)
  if (bare) return bare
  for (const prefix of serverPaths) {
    const found = isBelow(prefix, path)
      ? routes.match(path.slice(prefix.length) || '/', fits)
      : undefined
    if (found) return found
  }
  return undefined
}

const route = ({ contract, base }: Surface, path: string, fits?: Fits) => {
  try {
    return matchBelow(contract, base === '' ? path : path.slice(base.length) || '/', fits)
  } catch {
    throw new Problem('request-target-malformed', {
      detail: 'The path is not percent-encoded UTF-8.',
    })
  }
}

/** How many documented paths are named to somebody who asked for an unknown one. */
const maxNearest = 3
const maxShown = 200

const unknownPath = (surfaces: readonly Surface[], path: string): Problem => {
  const paths = surfaces.flatMap(({ base, contract }) =>
    contract.paths.map(({ template }) => base + template),
  )
  const close = nearestPaths(path, paths, maxNearest)
  const shown = path.length > maxShown ? `${path.slice(0, maxShown)}...` : path
  return new Problem('path-unknown', {
    detail: `No operation has the path ${shown}. The nearest documented paths: ${close.join(', ')}.`,
    extensions: { nearest: close },
  })
}

/** What a path and a method led to. */
export type Match =
  | { readonly operation: Operation; readonly path: Readonly<Record<string, string>> }
  | { readonly allow: string }

const operationOf = ({ methods }: PathEntry, method: string): Operation | undefined =>
  methods.get(method) ?? (method === 'HEAD' ? methods.get('GET') : undefined)

/** The methods of every path that a path may lead to. */
const allowAt = (surface: Surface, path: string): string => {
  const methods = new Set<string>()
  route(surface, path, ({ allow }) => {
    for (const method of allow.split(', ')) methods.add(method)
    return false
  })
  return [...methods].join(', ')
}

const noValues: Readonly<Record<string, string>> = {}

/**
 * Finds the operation of a path below a surface; HEAD is served by GET. An OPTIONS that is not
 * documented gives what is allowed.
 * @throws SetupError (501) when the contract is at fault there.
 * @throws Problem `path-unknown` (404), `method-unknown` (405), `request-target-malformed` (400).
 */
export const matchOperation = (
  surfaces: readonly Surface[],
  surface: Surface,
  path: string,
  method: string,
): Match => {
  const first = route(surface, path)
  if (!first) throw unknownPath(surfaces, path)
  if (first.entry.fault) throw first.entry.fault
  // Where the most concrete path lacks the method, a template may have it.
  const found = operationOf(first.entry, method)
    ? first
    : route(surface, path, (entry) => operationOf(entry, method) !== undefined)
  const operation = found && operationOf(found.entry, method)
  if (operation) {
    const { entry, values } = found
    if (values.length === 0) return { operation, path: noValues }
    const named = entry.names.map((name, index) => [name, values[index] ?? ''] as const)
    return { operation, path: Object.fromEntries(named) }
  }
  const allow = allowAt(surface, path)
  if (method === 'OPTIONS') return { allow }
  throw new Problem('method-unknown', {
    detail: `${surface.base}${first.entry.template} has no ${method}. It has ${allow}.`,
    headers: ['Allow', allow],
    extensions: { allow: allow.split(', ') },
  })
}
