import type { Contract } from '../contract/contract.js'
import { adoptCollections, type SecondCollection } from './adopt-collections.js'
import { inferenceOf, type FoundRole } from './found-role.js'
import { correctRoles, type FoundResource } from './correct-roles.js'
import { documentCorrections, type Corrections } from './correction.js'
import { groupPaths, type CollectionPaths, type PathNode } from './group-paths.js'
import { inferCollectionRoles } from './infer-collection-roles.js'
import { inferItemRoles, type KnownDraft } from './infer-item-roles.js'
import {
  createParentIndex,
  draftAbove,
  inferFlatParent,
  inferParent,
  type NamedDraft,
  type ParentIndex,
} from './infer-parents.js'
import { inferSingleton, singletonPaths, type FoundSingleton } from './infer-singletons.js'
import { nameOfSegments } from './path-pattern.js'
import { draftOf, ownParameters, representationOf, type ResourceDraft } from './resource-draft.js'
import type { Inference, Parent, PropertyPath, Resource, ResourceModel } from './resource-model.js'
import { createDocumentReader, type DocumentReader } from './schema-view.js'

/** Less sure inferences are answered by the mock. */
const leastConfidence = 0.5

/** Gives resources their names: the literals of their paths, or the path where another has those. */
const namer = (): ((draft: ResourceDraft) => string) => {
  const taken = new Set<string>()
  return ({ paths }) => {
    const short = nameOfSegments(paths.segments)
    const name = taken.has(short) ? paths.shape.slice(1) : short
    taken.add(name)
    return name
  }
}

const isKnown = (draft: ResourceDraft): draft is KnownDraft =>
  draft.record !== undefined && draft.identity !== undefined

/** Where nothing lists, makes or puts items, no request could know which there are. */
const makesKnown = ({ role, confidence }: FoundRole): boolean =>
  confidence >= leastConfidence && (role === 'list' || role === 'create' || role === 'upsert')

const rolesOf = (draft: ResourceDraft): readonly FoundRole[] => {
  const ofCollection = inferCollectionRoles(draft)
  if (draft.paths.item && !isKnown(draft))
    return ofCollection.map((role) => doubted(role, 'no property holds the identity of an item'))
  const roles = [
    ...ofCollection,
    ...(draft.paths.item && isKnown(draft) ? inferItemRoles(draft) : []),
  ]
  if (roles.some(makesKnown)) return roles
  return roles.map((role) => doubted(role, 'nothing lists or makes such items'))
}

const doubted = (role: FoundRole, why: string): FoundRole =>
  role.confidence < leastConfidence
    ? role
    : { ...role, confidence: 0.4, reason: `${role.reason}; but ${why}` }

/** A resource whose representation is compiled when it is looked at. */
class LazyResource implements Resource {
  readonly name: string
  readonly isSingleton: boolean
  readonly collectionPath?: string
  readonly itemPath?: string
  readonly identity?: NonNullable<Resource['identity']>
  readonly parent?: Parent
  readonly #draft: ResourceDraft
  #representation: { readonly value: Resource['representation'] } | undefined

  constructor(draft: NamedDraft, isSingleton: boolean, parent: Parent | undefined) {
    const { paths, identity, name } = draft
    this.#draft = draft
    this.name = name
    this.isSingleton = isSingleton
    if (paths.collection && !isSingleton) this.collectionPath = paths.collection.template
    if (isSingleton && paths.collection) this.itemPath = paths.collection.template
    if (paths.item) this.itemPath = paths.item.template
    if (identity) this.identity = identity
    if (parent) this.parent = parent
  }

  get representation() {
    const { record } = this.#draft
    return (this.#representation ??= { value: record && representationOf(record) }).value
  }
}

const parentOf = (draft: NamedDraft, items: ParentIndex): Parent | undefined => {
  const segments = draft.paths.collection?.segments ?? draft.paths.segments
  return (
    inferParent(segments, draft.record?.view, items) ??
    inferFlatParent(draft.paths.collection, draft, items)
  )
}

const rolesOfSecond = ({ node, draft, scope }: SecondCollection): readonly FoundRole[] =>
  inferCollectionRoles({
    ...draft,
    paths: { ...draft.paths, collection: node, belowCollection: [] },
  })
    .filter(({ role }) => role === 'list' || role === 'create')
    .map((role) => ({
      ...role,
      scope,
      confidence: Math.min(role.confidence, 0.7),
      reason: `${role.reason}, by ${scope.map(({ property }) => property.join('.')).join()}`,
    }))

/** The singletons among paths that are no collections. */
const singletonsOf = (others: readonly PathNode[], items: ParentIndex): readonly FoundSingleton[] =>
  others.flatMap((node) => {
    const above = draftAbove(node.segments, items.byItem)
    return inferSingleton(node, above?.draft.record?.view) ?? []
  })

/** What a correction says of the identity of a resource, by the path of any of its operations. */
const saidIdentity = (
  { paths }: ResourceDraft,
  contract: Contract,
  corrections: Corrections,
): readonly PropertyPath[] | undefined => {
  for (const [id, { identity }] of corrections) {
    const path = contract.byId.get(id)?.path
    if (identity && (path === paths.collection?.template || path === paths.item?.template))
      return identity
  }
  return undefined
}

const withIdentity = (
  draft: ResourceDraft,
  contract: Contract,
  corrections: Corrections,
): ResourceDraft => {
  const properties = saidIdentity(draft, contract, corrections)
  if (!properties) return draft
  const names = ownParameters(draft.paths)
  const parameters = names.length > 0 ? names : properties.map((path) => path.at(-1) ?? '')
  const origin = draft.identity?.origin ?? 'generated'
  return { ...draft, identity: { parameters, properties, origin } }
}

const foundSingleton = (
  found: FoundSingleton,
  nameOf: (draft: ResourceDraft) => string,
  items: ParentIndex,
): FoundResource => {
  const paths = singletonPaths(found)
  const draft = { paths, record: found.record, identity: undefined }
  const parent = inferParent(found.node.segments, found.record.view, items)
  const resource = new LazyResource({ ...draft, name: nameOf(draft) }, true, parent)
  return { resource, noun: paths.noun, roles: found.roles }
}

/** Everything found of a contract, before the model is made. */
const findAll = (
  contract: Contract,
  reader: DocumentReader,
  corrections: Corrections,
): readonly FoundResource[] => {
  const grouped = groupPaths(contract, reader)
  const draft = (paths: CollectionPaths) => withIdentity(draftOf(paths), contract, corrections)
  const paired = [...grouped.collections.values()].map(draft)
  const { drafts, seconds, loose } = adoptCollections(paired, grouped.others, draft)
  const nameOf = namer()
  const named = [...drafts, ...loose.map(draft)].map((one): NamedDraft => ({
    ...one,
    name: nameOf(one),
  }))
  const items = createParentIndex(named)
  const taken = new Set(named.map(({ paths }) => paths.collection?.shape))
  for (const { node } of seconds) taken.add(node.shape)
  const rest = grouped.others.filter(({ shape }) => !taken.has(shape))
  const ofDrafts = named.map((one, index): FoundResource => {
    const more = seconds.filter(({ draft: own }) => own === drafts[index]).flatMap(rolesOfSecond)
    const resource = new LazyResource(one, false, parentOf(one, items))
    return { resource, noun: one.paths.noun, roles: [...rolesOf(one), ...more] }
  })
  const ofSingletons = singletonsOf(rest, items)
  return [...ofDrafts, ...ofSingletons.map((one) => foundSingleton(one, nameOf, items))]
}

/**
 * Infers from paths, methods, schemas and names which resources a contract has and what its operations
 * do to them. What the document says with `x-sandbox`, and above it `corrections`, wins. Only what is
 * asked of the result is compiled.
 * @throws SetupError `state-correction` when a correction names what there is not.
 */
export const inferResources = (
  contract: Contract,
  corrections: Corrections = new Map(),
): ResourceModel => {
  const reader = createDocumentReader(contract.document)
  const said = new Map([...documentCorrections(contract), ...corrections])
  const found = correctRoles(contract, findAll(contract, reader, said), said, reader)
  const resources = new Map<string, Resource>()
  const inferences = new Map<string, Inference>()
  for (const { resource, noun, roles } of found) {
    // A resource that no operation keeps has no records: any value may name a parent of that kind.
    if (roles.some(({ confidence }) => confidence >= leastConfidence))
      resources.set(resource.name, resource)
    for (const role of roles) {
      const known = inferences.get(role.view.operation.id)
      if (!known || known.confidence < role.confidence)
        inferences.set(role.view.operation.id, inferenceOf(role, resource, noun))
    }
  }
  return { resources, inferences }
}
