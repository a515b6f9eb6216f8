import type { CompiledSchema } from '../contract/contract.js'
import { isObject } from '../lib/json-object.js'
import type { Collection } from '../store/store.js'
import { type ChildCount, childCounts } from './record-counts.js'
import type {
  Inference,
  ListFilter,
  PropertyPath,
  Resource,
  ResourceModel,
} from './resource-model.js'
import { plain, thingOf } from './resource-words.js'
import { itemsPlace, membersOf, placeAtPath, type SchemaPlace } from './schema-place.js'
import {
  type Mark,
  marksOf,
  namesIn,
  recordsOf,
  type StateRecord,
  uniquePaths,
} from './state-record.js'

/** A resource made ready to keep records of it. */
export interface ResourceState {
  readonly resource: Resource
  readonly collection: Collection<StateRecord>
  readonly marks: Collection<Mark>
  /** How many path values name a record, and how many of them name what it lies below. */
  readonly depth: number
  readonly scopeDepth: number
  /** The schema of a record in its fullest representation, if any is documented. */
  readonly place: SchemaPlace | undefined
  readonly unique: readonly PropertyPath[]
  /** The members that count what lies below a record. */
  readonly counts: readonly ChildCount<ResourceState>[]
  /** What was inferred of the operations on it. */
  readonly inferences: readonly Inference[]
  readonly parent: () => ResourceState | undefined
  readonly children: () => readonly ResourceState[]
}

/** The resources of a contract, ready to keep records. */
export interface ContractState {
  readonly slug: string
  readonly resources: ReadonlyMap<string, ResourceState>
  /** The resource whose records are the people who use the service, if there is one. */
  readonly people: () => ResourceState | undefined
}

/** The place of a compiled schema. */
export const placeOf = (schema: CompiledSchema | undefined): SchemaPlace | undefined =>
  schema && { schema: schema.schema, lookup: schema.lookup }

const depthsOf = ({ itemPath, collectionPath, identity, isSingleton }: Resource) => {
  const own = isSingleton ? 0 : (identity?.parameters.length ?? 1)
  if (itemPath !== undefined) {
    const depth = namesIn(itemPath).length
    return { depth: Math.max(depth, own), scopeDepth: Math.max(depth - own, 0) }
  }
  const scopeDepth = namesIn(collectionPath ?? '').length
  return { depth: scopeDepth + own, scopeDepth }
}

/** The representation of a record: that of the model, else the one of the first answer that holds one. */
const representationOf = (
  { representation }: Resource,
  inferences: readonly Inference[],
): SchemaPlace | undefined => {
  if (representation) {
    const place = placeAtPath(placeOf(representation.content.schema), representation.at)
    return place && representation.inItems ? itemsPlace(place) : place
  }
  const shown = inferences.find(
    ({ role, response }) => role !== 'list' && response?.at && response.content?.schema,
  )
  return placeAtPath(placeOf(shown?.response?.content?.schema), shown?.response?.at ?? [])
}

const uniqueOf = (place: SchemaPlace | undefined): readonly PropertyPath[] => {
  if (!place || isObject(place.schema) === false) return []
  const { properties } = membersOf(place)
  const attributes = placeAtPath(place, ['attributes'])
  return [
    ...uniquePaths(properties.keys()),
    ...(attributes ? uniquePaths(membersOf(attributes).properties.keys(), ['attributes']) : []),
  ]
}

/** True for what there is one of without anybody having made it: a user's preferences. */
export const isAlwaysThere = ({ resource, inferences }: ResourceState): boolean =>
  resource.isSingleton && inferences.every(({ role }) => role !== 'delete' && role !== 'create')

/** Inferences that are less sure are answered by the mock. */
export const leastConfidence = 0.5

/** Other names of a record are looked up as filters are. */
const namedBy = (property: PropertyPath): ListFilter => ({
  ...{ parameter: '', property, test: 'equals' },
})

const grouped = <T>(
  items: Iterable<T>,
  keyOf: (item: T) => string | undefined,
): ReadonlyMap<string | undefined, readonly T[]> => {
  const groups = new Map<string | undefined, T[]>()
  for (const item of items) {
    const known = groups.get(keyOf(item))
    if (known) known.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

/** What people are called, the most usual first. */
const peopleWords = ['user', 'person', 'member', 'account', 'profile']

const peopleIn = (resources: ReadonlyMap<string, ResourceState>): ResourceState | undefined => {
  const byThing = new Map(
    [...resources.values()]
      .filter(({ depth, resource }) => depth === 1 && !resource.isSingleton)
      .map((state) => [plain(thingOf(state.resource.name)), state]),
  )
  return peopleWords.map((word) => byThing.get(word)).find((state) => state !== undefined)
}

/** Members that count what lies below; what requests may say is no count. */
const countsOf = (
  place: SchemaPlace | undefined,
  inferences: readonly Inference[],
  children: readonly ResourceState[],
) =>
  childCounts(
    place,
    inferences.map(({ request }) =>
      placeAtPath(placeOf(request?.content.schema), request?.at ?? []),
    ),
    children,
  )

/** Schema and collection of a resource, made when they are first asked for. */
const preparation = (slug: string, resource: Resource, inferences: readonly Inference[]) => {
  let ready: Pick<ResourceState, 'collection' | 'place' | 'unique'> | undefined
  return () => {
    if (ready) return ready
    const place = representationOf(resource, inferences)
    const unique = uniqueOf(place)
    const filters = [
      ...inferences.flatMap(({ list, scope }) => [...(scope ?? []), ...(list?.filters ?? [])]),
      ...(resource.identity?.alternatives ?? []).map(namedBy),
    ]
    return (ready = { place, unique, collection: recordsOf(slug, resource, filters, unique) })
  }
}

/** Makes the resources of a model ready; what takes time is done when a resource is first used. */
export const createContractState = (slug: string, model: ResourceModel): ContractState => {
  const resources = new Map<string, ResourceState>()
  const marks = marksOf(slug)
  const used = [...model.inferences.values()].filter(
    ({ confidence }) => confidence >= leastConfidence,
  )
  const byResource = grouped(used, ({ resource }) => resource.name)
  const childrenOf = grouped(model.resources.values(), ({ parent }) => parent?.resource)
  for (const [name, resource] of model.resources) {
    const inferences = byResource.get(name) ?? []
    const prepare = preparation(slug, resource, inferences)
    let counts: ResourceState['counts'] | undefined
    resources.set(name, {
      resource,
      marks,
      inferences,
      ...depthsOf(resource),
      get collection() {
        return prepare().collection
      },
      get place() {
        return prepare().place
      },
      get unique() {
        return prepare().unique
      },
      get counts() {
        return (counts ??= countsOf(prepare().place, inferences, this.children()))
      },
      parent: () => resources.get(resource.parent?.resource ?? ''),
      children: () =>
        (childrenOf.get(name) ?? []).flatMap(({ name: child }) => resources.get(child) ?? []),
    })
  }
  let people: { readonly state: ResourceState | undefined } | undefined
  return { slug, resources, people: () => (people ??= { state: peopleIn(resources) }).state }
}
