import type { Contract } from '../../contract/contract.js'
import { adoptCollections, type SecondCollection } from './adopt-collections.js'
import { confidentRoles } from './confident-roles.js'
import type { Corrections } from './correction.js'
import type { FoundResource } from './found-resource.js'
import type { FoundRole } from './found-role.js'
import type { CollectionPaths, PathNode } from './group-paths.js'
import { inferCollectionRoles } from './infer-collection-roles.js'
import { inferFlatParent, inferParent, pathsAbove, type NamedDraft } from './infer-parents.js'
import { inferSingleton, singletonPaths, type FoundSingleton } from './infer-singletons.js'
import { LazyResource } from './lazy-resource.js'
import { ownParameters, type PathFamilies, type PathFamily } from './path-families.js'
import { draftOf, type ResourceDraft } from './resource-draft.js'
import type { Parent, PropertyPath } from '../resource-model.js'
import type { SchemaView } from './schema-view.js'

/** What the schemas of a family say of its collections, before parents and roles are known. */
interface FamilyDrafts {
  readonly drafts: readonly NamedDraft[]
  /** For each of the drafts. */
  readonly seconds: readonly (readonly SecondCollection[])[]
  /** The paths that belong to none of them. */
  readonly rest: readonly PathNode[]
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

/** The resources of each family of paths, found when the family is first asked for. */
export class FamilyResources {
  readonly #contract: Contract
  readonly #families: PathFamilies
  readonly #corrections: Corrections
  readonly #drafts = new Map<string, FamilyDrafts>()
  readonly #found = new Map<string, readonly FoundResource[]>()

  constructor(contract: Contract, families: PathFamilies, corrections: Corrections) {
    this.#contract = contract
    this.#families = families
    this.#corrections = corrections
  }

  /** Those of the family with this noun: collections with items, other collections, singletons. */
  of(noun: string): readonly FoundResource[] {
    const family = this.#families.byNoun.get(noun)
    if (!family) return []
    const known = this.#found.get(noun) ?? this.#find(noun, family)
    this.#found.set(noun, known)
    return known
  }

  #find(noun: string, family: PathFamily): readonly FoundResource[] {
    const { drafts, seconds, rest } = this.#draftsOf(noun, family)
    const collections = drafts.map((draft, index): FoundResource => {
      const more = (seconds[index] ?? []).flatMap(rolesOfSecond)
      const resource = new LazyResource(draft, false, this.#parentOf(draft))
      const order = this.#families.order.get(draft.paths.shape) ?? 0
      return { resource, noun, roles: [...confidentRoles(draft), ...more], order }
    })
    const singletons = rest.flatMap((node) => inferSingleton(node, this.#recordAbove(node)) ?? [])
    return [...collections, ...singletons.map((found) => this.#singleton(found, family))]
  }

  #draftsOf(noun: string, family: PathFamily): FamilyDrafts {
    const known = this.#drafts.get(noun) ?? this.#makeDrafts(family)
    this.#drafts.set(noun, known)
    return known
  }

  #makeDrafts({ paired, others, nameOf }: PathFamily): FamilyDrafts {
    const draft = (paths: CollectionPaths) =>
      withIdentity(draftOf(paths), this.#contract, this.#corrections)
    const alone = paired.map(({ paths }) => draft(paths))
    const { drafts, seconds, loose } = adoptCollections(alone, others, draft)
    const names = paired.map(({ name }) => name)
    const named = [...drafts, ...loose.map(draft)].map((one, index): NamedDraft => ({
      ...one,
      name: names[index] ?? nameOf(one.paths),
    }))
    const taken = new Set(named.map(({ paths }) => paths.collection?.shape))
    for (const { node } of seconds) taken.add(node.shape)
    return {
      drafts: named,
      seconds: drafts.map((one) => seconds.filter((second) => second.draft === one)),
      rest: others.filter(({ shape }) => !taken.has(shape)),
    }
  }

  #parentOf(draft: NamedDraft): Parent | undefined {
    const { collection, segments } = draft.paths
    return (
      inferParent(collection?.segments ?? segments, draft.record?.view, this.#families) ??
      inferFlatParent(collection, draft, (noun) => this.#identified(noun))
    )
  }

  /** The first collection with that noun whose items have an identity. */
  #identified(noun: string): NamedDraft | undefined {
    const family = this.#families.byNoun.get(noun)
    const drafts = family ? this.#draftsOf(noun, family).drafts : []
    return drafts.find(({ paths, identity }) => paths.item !== undefined && identity !== undefined)
  }

  /** The schema of the records that a path lies below. */
  #recordAbove({ segments }: PathNode): SchemaView | undefined {
    const paths = pathsAbove(segments, this.#families)?.above.paths
    const family = this.#families.byNoun.get(paths?.noun ?? '')
    if (!paths || !family) return undefined
    const { drafts } = this.#draftsOf(paths.noun, family)
    return drafts.find((draft) => draft.paths.shape === paths.shape)?.record?.view
  }

  #singleton(found: FoundSingleton, { nameOf }: PathFamily): FoundResource {
    const paths = singletonPaths(found)
    const draft = { paths, record: found.record, identity: undefined, name: nameOf(paths) }
    const parent = inferParent(found.node.segments, found.record.view, this.#families)
    const resource = new LazyResource(draft, true, parent)
    const { order } = this.#families
    const last = order.size + (order.get(paths.shape) ?? 0)
    return { resource, noun: paths.noun, roles: found.roles, order: last }
  }
}
