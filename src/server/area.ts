import { createRouteIndex, type RouteIndex } from '../contract/route-index.js'
import type { PathEntry } from '../contract/contract.js'
import type { Surface } from './surface.js'

/** What one surface has at a path template. */
export interface Candidate {
  readonly surface: Surface
  readonly entry: PathEntry
}

/** Everything that the surfaces of an area have below one prefix. */
export interface Scope {
  /** Empty, or the path of a server of the contracts: operations are found below it as well. */
  readonly prefix: string
  readonly surfaces: readonly Surface[]
  /** Each shape of path template once; of several candidates the contract named first is in front. */
  readonly routes: RouteIndex<readonly Candidate[]>
}

/** All surfaces at one base path: one, but at the root one for each contract. */
export interface Area {
  /** Without final slash; empty at the root. */
  readonly base: string
  readonly surfaces: readonly Surface[]
  /** In the order in which they are searched: bare paths first, then longer prefixes first. */
  readonly scopes: readonly Scope[]
}

/** Templates of one shape match the same paths: `/users/{id}` and `/users/{userId}`. */
const shapeOf = (template: string): string => template.replace(/\{[^{}]*\}/g, '{}')

/** What the surfaces have at each shape of path template, in the order of the surfaces. */
export const candidatesByShape = (
  surfaces: readonly Surface[],
): ReadonlyMap<string, readonly Candidate[]> => {
  const found = new Map<string, Candidate[]>()
  for (const surface of surfaces)
    for (const entry of surface.contract.paths) {
      const shape = shapeOf(entry.template)
      const known = found.get(shape)
      if (known) known.push({ surface, entry })
      else found.set(shape, [{ surface, entry }])
    }
  return found
}

/** What one surface has at a path; the same list for the same entry. */
export const routesOf = (surface: Surface): RouteIndex<readonly Candidate[]> => {
  const lists = new WeakMap<PathEntry, readonly Candidate[]>()
  const listOf = (entry: PathEntry): readonly Candidate[] => {
    const known = lists.get(entry) ?? [{ surface, entry }]
    lists.set(entry, known)
    return known
  }
  return {
    match: (path, fits) => {
      const { routes } = surface.contract
      const found = routes.match(path, fits && ((entry) => fits(listOf(entry))))
      return found && { ...found, entry: listOf(found.entry) }
    },
  }
}

const mergedRoutes = (surfaces: readonly Surface[]): RouteIndex<readonly Candidate[]> =>
  createRouteIndex(
    [...candidatesByShape(surfaces)].map(([template, entry]) => ({ template, entry })),
  )

const createScope = (prefix: string, surfaces: readonly Surface[]): Scope => {
  const [first] = surfaces
  const isAlone = first !== undefined && surfaces.length === 1
  return { prefix, surfaces, routes: isAlone ? routesOf(first) : mergedRoutes(surfaces) }
}

const createArea = (base: string, surfaces: readonly Surface[]): Area => {
  const bare = createScope('', surfaces)
  const prefixes = new Set(surfaces.flatMap(({ contract }) => contract.serverPaths))
  const below = [...prefixes].map((prefix) => {
    const own = surfaces.filter(({ contract }) => contract.serverPaths.includes(prefix))
    return own.length === surfaces.length ? { ...bare, prefix } : createScope(prefix, own)
  })
  const scopes = [bare, ...below.sort((a, b) => b.prefix.length - a.prefix.length)]
  return { base, surfaces, scopes }
}

/** The areas of a server, the root last; surfaces of one base path become one area. */
export const createAreas = (surfaces: readonly Surface[]): readonly Area[] => {
  const bases = [...new Set(surfaces.map(({ base }) => base))]
  return bases
    .map((base) => surfaces.filter((surface) => surface.base === base))
    .map((together) => createArea((together[0] as Surface).base, together))
    .sort((a, b) => b.base.length - a.base.length)
}
