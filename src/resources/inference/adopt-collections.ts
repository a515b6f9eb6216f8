import type { CollectionPaths, PathNode } from './group-paths.js'
import { inferScope } from './infer-filters.js'
import { findRecord, overlap } from './find-record.js'
import { inferIdentity, nounOf } from './infer-identity.js'
import { speaksOf } from './infer-collection-roles.js'
import { parametersOf } from './path-pattern.js'
import type { ResourceDraft } from './resource-draft.js'
import type { ListFilter } from '../resource-model.js'
import type { SchemaView } from './schema-view.js'

/** A collection by which the items of another path are reached: `/users/{userId}/orders` and `/orders`. */
export interface SecondCollection {
  readonly node: PathNode
  readonly draft: ResourceDraft
  readonly scope: readonly ListFilter[]
}

/** Which collections without items of their own belong to resources that have items elsewhere. */
export interface Adoption {
  readonly drafts: readonly ResourceDraft[]
  readonly seconds: readonly SecondCollection[]
  /** Those that belong to nothing. */
  readonly loose: readonly CollectionPaths[]
}

/** Words at the end of a path that name no things. */
const noCollection =
  /^(search|query|find.*|typeahead|autocomplete|suggest(ions)?|stats?|statistics|health|status|login|logout|export|import|count|batch|bulk|recommendations|ping|version|metrics|validate|lookup|nearby|feed|report|reports|summary|upcoming|contains|analytics|related.*|.*search)$/i

/** True for a record with an identity that the request need not say. */
const isNamedByServer = (made: SchemaView, asked: SchemaView, noun: string): boolean => {
  const id = inferIdentity(['id'], noun, made, [])?.properties[0]?.[0]
  return id !== undefined && !asked.required.has(id)
}

/** A POST that answers 201 with what it was given and an identity of its own: it makes a thing. */
const isCreation = (node: PathNode, noun: string): boolean => {
  const post = node.view('POST')
  if (post?.response?.status !== 201) return false
  const made = findRecord(post.response.body?.schema, noun)?.view
  const asked = findRecord(post.request?.schema, noun)?.view
  if (!made || !asked || asked.names.length === 0) return false
  return isNamedByServer(made, asked, noun) && overlap(asked, made) >= 0.5
}

/** A path that ends in a literal as a collection; undefined where it answers no list and makes nothing. */
const looseCollection = (node: PathNode): CollectionPaths | undefined => {
  const text = node.segments.at(-1)?.text ?? ''
  const noun = nounOf(text)
  const isList = node.view('GET')?.listed(noun)?.isPlain === true
  const isOdd = node.segments.some(
    ({ text, parameters }) => parameters.length === 0 && /^(search|stats|query)$/i.test(text),
  )
  if (noCollection.test(text) || isOdd) return undefined
  if (!isList && (node.methods.has('GET') || !isCreation(node, noun))) return undefined
  const { shape, segments } = node
  return { shape, segments, noun, collection: node, belowCollection: [], belowItem: [] }
}

/** True for a draft whose items have a path of their own, below nothing, and that has no such parent. */
const isFlat = ({ paths, identity }: ResourceDraft): boolean =>
  parametersOf(paths.segments).length === 0 && identity?.parameters.length === 1

/** The property that each parameter of the path compares; undefined when one compares none. */
const scopeOf = (
  { segments }: PathNode,
  { record, identity }: ResourceDraft,
): readonly ListFilter[] | undefined => {
  const parameters = parametersOf(segments)
  const [only, second] = parameters
  if (only === undefined || second !== undefined || !record || !identity) return undefined
  const index = segments.findIndex((segment) => segment.parameters.includes(only))
  const scope = inferScope(only, nounOf(segments[index - 1]?.text ?? ''), record.view)
  const isOwn = scope && identity.properties.some((path) => path.join() === scope.property.join())
  return scope && isOwn !== true ? [scope] : undefined
}

const hasOwnCollection = ({ paths }: ResourceDraft): boolean =>
  paths.collection?.methods.has('POST') === true || paths.collection?.methods.has('GET') === true

/** The nested collection that makes the items of a flat path: the one with POST, else the first. */
const mainOf = (
  draft: ResourceDraft,
  loose: readonly CollectionPaths[],
): CollectionPaths | undefined => {
  if (!isFlat(draft) || hasOwnCollection(draft)) return undefined
  const alike = loose.filter(
    ({ noun, collection }) =>
      noun === draft.paths.noun &&
      (speaksOf(collection?.view('POST'), draft) || speaksOf(collection?.view('GET'), draft)),
  )
  const [best] = alike
    .filter((paths) => rankOf(paths, draft) === 2 || parametersOf(paths.segments).length <= 2)
    .sort((a, b) => rankOf(b, draft) - rankOf(a, draft) || depthOf(a) - depthOf(b))
  return best
}

/** What lies below much is a part of all. */
const depthOf = ({ segments }: CollectionPaths): number => parametersOf(segments).length

/** That items are made there, one at a time, says most; then that they are made at all. */
const rankOf = ({ noun, collection }: CollectionPaths, draft: ResourceDraft): number => {
  const post = collection?.view('POST')
  if (!post) return 0
  const isOne = speaksOf(post, draft) && post.listed(noun)?.isPlain !== true
  return isOne ? 2 : 1
}

/** Brings collections without items and items without collections together. */
export const adoptCollections = (
  paired: readonly ResourceDraft[],
  others: readonly PathNode[],
  draftOf: (paths: CollectionPaths) => ResourceDraft,
): Adoption => {
  const rest = new Set(others.flatMap((node) => looseCollection(node) ?? []))
  const drafts = paired.map((draft) => {
    const main = mainOf(draft, [...rest])
    if (!main?.collection) return draft
    rest.delete(main)
    return draftOf({ ...draft.paths, collection: main.collection })
  })
  const seconds: SecondCollection[] = []
  for (const paths of [...rest]) {
    const node = paths.collection as PathNode
    const draft = drafts.find(
      (one) => one.paths.noun === paths.noun && isFlat(one) && speaksOf(node.view('GET'), one),
    )
    if (!draft) continue
    rest.delete(paths)
    const scope = scopeOf(node, draft)
    if (scope) seconds.push({ node, draft, scope })
  }
  return { drafts, seconds, loose: [...rest] }
}
