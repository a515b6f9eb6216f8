import type { Contract, Operation } from '../../contract/contract.js'
import { nounOf } from './infer-identity.js'
import { operationView, type OperationView } from './operation-view.js'
import {
  isPureParameter,
  isVersion,
  pathPattern,
  shapeOfSegments,
  type PathPattern,
  type Segment,
} from './path-pattern.js'
import type { DocumentReader } from './schema-view.js'

/** A path of the contract and its operations, read when they are first asked for. */
export interface PathNode extends PathPattern {
  readonly shape: string
  readonly methods: ReadonlySet<string>
  readonly view: (method: string) => OperationView | undefined
}

/** The paths that belong to one collection: its own, that of an item, and those below each. */
export interface CollectionPaths {
  readonly shape: string
  readonly segments: readonly Segment[]
  /** The singular of what it holds. */
  readonly noun: string
  collection?: PathNode
  item?: PathNode
  /** Literals below the collection (`/users/batch`) and below an item (`/users/{id}/cancel`). */
  readonly belowCollection: PathNode[]
  readonly belowItem: PathNode[]
}

/** The paths of a contract by what they seem to be. */
export interface GroupedPaths {
  readonly collections: ReadonlyMap<string, CollectionPaths>
  /** Paths that end in a literal and are no collection with items. */
  readonly others: readonly PathNode[]
  readonly byShape: ReadonlyMap<string, PathNode>
}

const nodeOf = (
  contract: Contract,
  entry: Contract['paths'][number],
  reader: DocumentReader,
): PathNode | undefined => {
  const pattern = pathPattern(entry.template)
  if (!pattern) return undefined
  const views = new Map<string, OperationView>()
  const view = (method: string): OperationView | undefined => {
    const operation: Operation | undefined = entry.methods.get(method)
    if (!operation) return undefined
    const known = views.get(method) ?? operationView(contract, operation, reader)
    views.set(method, known)
    return known
  }
  const shape = shapeOfSegments(pattern.segments)
  return { ...pattern, shape, methods: new Set(entry.methods.keys()), view }
}

const lastOf = (segments: readonly Segment[]): Segment | undefined => segments.at(-1)

const isLiteral = (segment: Segment | undefined): boolean => segment?.parameters.length === 0

const lastLiteral = (segments: readonly Segment[]): string =>
  segments.findLast(({ parameters }) => parameters.length === 0)?.text ?? ''

/** `/flags/{projectKey}` is a collection when it answers a list and `/flags/{projectKey}/{key}` is there. */
const isCollectionAt = (
  segments: readonly Segment[],
  byShape: ReadonlyMap<string, PathNode>,
): boolean => {
  const node = byShape.get(shapeOfSegments(segments))
  return node?.view('GET')?.listed(nounOf(lastLiteral(segments)))?.isPlain === true
}

/** The segments of the collection that an item path belongs to; undefined where that is not plain. */
const collectionOf = (
  { segments }: PathNode,
  byShape: ReadonlyMap<string, PathNode>,
): readonly Segment[] | undefined => {
  const last = lastOf(segments)
  if (!last || !isPureParameter(last)) return undefined
  const above = segments.slice(0, -1)
  const literalAbove = above.findLast(isLiteral)
  if (literalAbove && isVersion(literalAbove)) return undefined
  if (isLiteral(lastOf(above))) return above
  if (above.length === 0) return undefined
  if (byShape.has(shapeOfSegments(above))) return isCollectionAt(above, byShape) ? above : undefined
  const literal = above.findLastIndex(isLiteral)
  if (literal < 0 || !above.slice(literal + 1).every(isPureParameter)) return undefined
  return above.slice(0, literal + 1)
}

/**
 * Hangs a literal (`/users/batch`, `/users/{id}/cancel`, `/users/{id}:cancel`) below what it belongs to;
 * true when it can be nothing else.
 */
const hang = (
  node: PathNode,
  collections: ReadonlyMap<string, CollectionPaths>,
  byItem: ReadonlyMap<string, CollectionPaths>,
): boolean => {
  const last = lastOf(node.segments)
  const above = shapeOfSegments(node.segments.slice(0, -1))
  const group = collections.get(above)
  const isAction = /^\{[^{}]+\}:\w+$/.test(last?.text ?? '')
  if (group) (isAction ? group.belowItem : group.belowCollection).push(node)
  else if (isLiteral(last)) byItem.get(above)?.belowItem.push(node)
  return group !== undefined
}

/** Sorts the paths of a contract into collections with their items, and others. */
export const groupPaths = (contract: Contract, reader: DocumentReader): GroupedPaths => {
  const nodes = contract.paths.flatMap((entry) => nodeOf(contract, entry, reader) ?? [])
  const byShape = new Map(nodes.map((node) => [node.shape, node]))
  const collections = new Map<string, CollectionPaths>()
  for (const node of nodes) {
    const segments = collectionOf(node, byShape)
    if (!segments || (hasItems(node, byShape) && isCollectionAt(node.segments, byShape))) continue
    const shape = shapeOfSegments(segments)
    const noun = nounOf(lastLiteral(segments))
    const collection = byShape.get(shape)
    collections.set(shape, {
      shape,
      segments,
      noun,
      item: node,
      ...(collection && { collection }),
      belowCollection: [],
      belowItem: [],
    })
  }
  const byItem = new Map([...collections.values()].map((group) => [group.item?.shape ?? '', group]))
  const others = nodes.filter(
    ({ shape, segments }) =>
      !collections.has(shape) &&
      (isLiteral(lastOf(segments)) || /:/.test(lastOf(segments)?.text ?? '')),
  )
  return { collections, byShape, others: others.filter((node) => !hang(node, collections, byItem)) }
}

const hasItems = (node: PathNode, byShape: ReadonlyMap<string, PathNode>): boolean =>
  byShape.has(`${node.shape}/{}`)
