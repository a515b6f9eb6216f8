import type { Contract } from '../contract/contract.js'
import { adoptCollections, type SecondCollection } from './adopt-collections.js'
import { inferenceOf, type FoundRole } from './found-role.js'
import { groupPaths, type PathNode } from './group-paths.js'
import { inferCollectionRoles } from './infer-collection-roles.js'
import { inferItemRoles, type KnownDraft } from './infer-item-roles.js'
import { draftAbove, inferFlatParent, inferParent, type NamedDraft } from './infer-parents.js'
import { inferSingleton, singletonPaths, type FoundSingleton } from './infer-singletons.js'
import { nameOfSegments } from './path-pattern.js'
import { draftOf, representationOf, type ResourceDraft } from './resource-draft.js'
import type { Inference, Parent, Resource, ResourceModel } from './resource-model.js'
import { createSchemaViews } from './schema-view.js'

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
  confidence >= 0.5 && (role === 'list' || role === 'create' || role === 'upsert')

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
  role.confidence < 0.5 ? role : { ...role, confidence: 0.4, reason: `${role.reason}; but ${why}` }

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

/** Drafts by the shape of the path of an item, under which others may lie. */
const byItem = (drafts: readonly NamedDraft[]): ReadonlyMap<string, NamedDraft> =>
  new Map(
    drafts.flatMap((draft) => (draft.paths.item ? [[draft.paths.item.shape, draft] as const] : [])),
  )

const parentOf = (
  draft: NamedDraft,
  items: ReadonlyMap<string, NamedDraft>,
): Parent | undefined => {
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
const singletonsOf = (
  others: readonly PathNode[],
  items: ReadonlyMap<string, NamedDraft>,
): readonly FoundSingleton[] =>
  others.flatMap((node) => {
    const above = draftAbove(node.segments, items)
    return inferSingleton(node, above?.draft.record?.view) ?? []
  })

/** Everything found of a contract, before the model is made. */
interface Found {
  readonly resource: Resource
  readonly roles: readonly FoundRole[]
}

const findAll = (contract: Contract): readonly Found[] => {
  const grouped = groupPaths(contract, createSchemaViews(contract.document))
  const paired = [...grouped.collections.values()].map(draftOf)
  const { drafts, seconds, loose } = adoptCollections(paired, grouped.others)
  const nameOf = namer()
  const named = [...drafts, ...loose.map(draftOf)].map((draft): NamedDraft => ({
    ...draft,
    name: nameOf(draft),
  }))
  const items = byItem(named)
  const taken = new Set(named.map(({ paths }) => paths.collection?.shape))
  for (const { node } of seconds) taken.add(node.shape)
  const single = singletonsOf(
    grouped.others.filter(({ shape }) => !taken.has(shape)),
    items,
  )
  const ofDrafts = named.map((draft, index): Found => {
    const own = drafts[index]
    const more = seconds.filter(({ draft: one }) => one === own).flatMap(rolesOfSecond)
    return {
      resource: new LazyResource(draft, false, parentOf(draft, items)),
      roles: [...rolesOf(draft), ...more],
    }
  })
  const ofSingletons = single.map((found): Found => {
    const draft = { paths: singletonPaths(found), record: found.record, identity: undefined }
    const name = nameOf(draft)
    const parent = inferParent(found.node.segments, found.record.view, items)
    return { resource: new LazyResource({ ...draft, name }, true, parent), roles: found.roles }
  })
  return [...ofDrafts, ...ofSingletons]
}

/**
 * Infers from paths, methods, schemas and names which resources a contract has and what its operations
 * do to them. Only what is asked of the result is compiled.
 */
export const inferResources = (contract: Contract): ResourceModel => {
  const resources = new Map<string, Resource>()
  const inferences = new Map<string, Inference>()
  for (const { resource, roles } of findAll(contract)) {
    if (roles.length === 0) continue
    resources.set(resource.name, resource)
    for (const role of roles) {
      const known = inferences.get(role.view.operation.id)
      if (!known || known.confidence < role.confidence)
        inferences.set(role.view.operation.id, inferenceOf(role, resource))
    }
  }
  return { resources, inferences }
}
