import type { CollectionPaths, GroupedPaths, PathNode } from './group-paths.js'
import { nounOf } from './infer-identity.js'
import { plainName } from '../../lib/plain-name.js'
import { nameOfSegments, parametersOf } from './path-pattern.js'

/** The paths of a collection with items, and what its resource is called. */
export interface NamedPaths {
  readonly name: string
  readonly paths: CollectionPaths
}

/**
 * All paths that speak of things of one name. Which of them belong together, and what their resources
 * are called, is decided among them: no other path has to be looked at.
 */
export interface PathFamily {
  readonly paired: readonly NamedPaths[]
  /** Paths that end in a literal and are no collection with items. */
  readonly others: readonly PathNode[]
  /** Gives a name that no resource of the family has yet. */
  readonly nameOf: (paths: Pick<CollectionPaths, 'segments' | 'shape'>) => string
}

/** The paths of a contract by what they speak of; nothing but their texts is read. */
export interface PathFamilies {
  /** By the singular of what they speak of, in the order of the document. */
  readonly byNoun: ReadonlyMap<string, PathFamily>
  /** The nouns of the families that the operations of a path template may belong to. */
  readonly byTemplate: ReadonlyMap<string, ReadonlySet<string>>
  /** Collections with items, by the shape of an item's path. */
  readonly byItem: ReadonlyMap<string, NamedPaths>
  /** By the name of the parameter of an item's path; undefined where several have it. */
  readonly byParameter: ReadonlyMap<string, NamedPaths | undefined>
  /** Places by shape: collections with items in the order of the document, then the other paths. */
  readonly order: ReadonlyMap<string, number>
}

/** The last literal of a resource's path, read off its name. */
export const lastLiteral = (name: string): string =>
  name.split('/').findLast((text) => !text.includes('{')) ?? ''

/** The noun of the family that has a resource of this name. */
export const nounOfResource = (name: string): string => nounOf(lastLiteral(name))

/** The parameters of an item's path below its collection. */
export const ownParameters = ({ item, segments }: CollectionPaths): readonly string[] =>
  item ? parametersOf(item.segments.slice(segments.length)) : []

/** Gives resources their names: the literals of their paths, or the path where another has those. */
const createNamer = (): PathFamily['nameOf'] => {
  const taken = new Set<string>()
  return ({ segments, shape }) => {
    const short = nameOfSegments(segments)
    const name = taken.has(short) ? shape.slice(1) : short
    taken.add(name)
    return name
  }
}

/** Names of parameters that say of what they are: `{projectKey}`, not `{id}`. */
const isTelling = (parameter: string): boolean => plainName(parameter).length > 4

const nodesOf = (paths: CollectionPaths): readonly PathNode[] =>
  [paths.collection, paths.item, ...paths.belowCollection, ...paths.belowItem].filter(
    (node) => node !== undefined,
  )

const indexParameters = (
  all: readonly NamedPaths[],
): ReadonlyMap<string, NamedPaths | undefined> => {
  const found = new Map<string, NamedPaths | undefined>()
  for (const named of all) {
    const parameter = ownParameters(named.paths).join()
    if (isTelling(parameter)) found.set(parameter, found.has(parameter) ? undefined : named)
  }
  return found
}

interface OpenFamily extends PathFamily {
  readonly paired: NamedPaths[]
  readonly others: PathNode[]
}

/** Sorts the paths of a contract by what they speak of. */
export const createPathFamilies = ({ collections, others }: GroupedPaths): PathFamilies => {
  const byNoun = new Map<string, OpenFamily>()
  const byTemplate = new Map<string, Set<string>>()
  const familyOf = (noun: string): OpenFamily => {
    const family = byNoun.get(noun) ?? { paired: [], others: [], nameOf: createNamer() }
    byNoun.set(noun, family)
    return family
  }
  const note = ({ template }: PathNode, noun: string) =>
    byTemplate.set(template, (byTemplate.get(template) ?? new Set()).add(noun))
  for (const paths of collections.values()) {
    const family = familyOf(paths.noun)
    family.paired.push({ name: family.nameOf(paths), paths })
    for (const node of nodesOf(paths)) note(node, paths.noun)
  }
  for (const node of others) {
    const noun = nounOf(node.segments.at(-1)?.text ?? '')
    familyOf(noun).others.push(node)
    note(node, noun)
  }
  const all = [...byNoun.values()].flatMap(({ paired }) => paired)
  const byItem = new Map(all.map((named) => [named.paths.item?.shape ?? '', named]))
  const shapes = [...collections.keys(), ...others.map(({ shape }) => shape)]
  const order = new Map(shapes.map((shape, index) => [shape, index]))
  return { byNoun, byTemplate, byItem, byParameter: indexParameters(all), order }
}
