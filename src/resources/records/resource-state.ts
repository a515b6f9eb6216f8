import { isObject } from '../../lib/json-object.js'
import { once } from '../../lib/once.js'
import type { Collection } from '../../store/store.js'
import { type ChildCount, childCounts } from './child-counts.js'
import type {
  Inference,
  ListFilter,
  PropertyPath,
  Resource,
  ResourceModel,
  Role,
} from '../resource-model.js'
import { plain, singular } from './resource-words.js'
import { identityPlaces } from './identity-places.js'
import {
  itemsPlace,
  membersOf,
  placeAtPath,
  placeOf,
  type SchemaPlace,
} from '../../generate/schema-place.js'
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
  /** The schemas that each of the names of a record has to satisfy. */
  readonly names: readonly (readonly SchemaPlace[])[]
  /** The members that count what lies below a record. */
  readonly counts: readonly ChildCount<ResourceState>[]
  /** What was inferred of the operations on it. */
  readonly inferences: readonly Inference[]
  readonly parent: () => ResourceState | undefined
  readonly children: () => readonly ResourceState[]
}

/** The resources of a contract, each made ready to keep records when it is first asked for. */
export interface ContractState {
  readonly slug: string
  readonly of: (resource: Resource) => ResourceState
  /** The resource of this name, if there is one. */
  readonly resource: (name: string) => ResourceState | undefined
  /** The resource at the top whose things are called so: `projectTask` for `project-tasks`. */
  readonly called: (word: string) => ResourceState | undefined
  /** The resource whose records are the people who use the service, if there is one. */
  readonly people: () => ResourceState | undefined
}

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
    const one = place && representation.inItems ? itemsPlace(place) : place
    return placeAtPath(one, representation.itemAt ?? [])
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

const makers: ReadonlySet<Role> = new Set(['create', 'bulk-create', 'upsert'])

/** True for what no operation makes: if it were not there, it could never be. */
export const isMadeByNobody = (state: ResourceState): boolean =>
  isAlwaysThere(state) || state.inferences.every(({ role }) => !makers.has(role))

/** Other names of a record are looked up as filters are. */
const namedBy = (property: PropertyPath): ListFilter => ({
  ...{ parameter: '', property, test: 'equals' },
})

/** What people are called, the most usual first; at last what they go through to become such. */
const peopleWords = ['user', 'person', 'member', 'account', 'profile', 'signup', 'registration']

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

/** Schema and collection of a resource. */
const preparation = (
  slug: string,
  resource: Resource,
  inferences: readonly Inference[],
): Pick<ResourceState, 'collection' | 'place' | 'unique'> => {
  const place = representationOf(resource, inferences)
  const unique = uniqueOf(place)
  const filters = [
    ...inferences.flatMap(({ list, scope }) => [...(scope ?? []), ...(list?.filters ?? [])]),
    ...(resource.identity?.alternatives ?? []).map(namedBy),
  ]
  return { place, unique, collection: recordsOf(slug, resource, filters, unique) }
}

type StateOf = (resource: Resource) => ResourceState

const grouped = (
  items: Iterable<string>,
  keyOf: (item: string) => string,
): ReadonlyMap<string, readonly string[]> => {
  const groups = new Map<string, string[]>()
  for (const item of items) {
    const known = groups.get(keyOf(item))
    if (known) known.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

/** Finds the resource at the top whose things are called by a word. */
const createCalled = (model: ResourceModel, of: StateOf): ContractState['called'] => {
  const known = new Map<string, ResourceState | undefined>()
  const byWord = once(() => grouped(model.literals, (literal) => plain(singular(literal))))
  const find = (word: string) =>
    (byWord().get(word) ?? [])
      .flatMap((literal) => model.endingIn(literal).map(of))
      .findLast(({ depth, resource }) => depth === 1 && !resource.isSingleton)
  return (word) => {
    if (!known.has(word)) known.set(word, find(word))
    return known.get(word)
  }
}

interface StateSources {
  readonly slug: string
  readonly model: ResourceModel
}

/** What takes time to know of a resource, found when it is first asked for. */
const partsOf = ({ slug, model }: StateSources, resource: Resource, of: StateOf) => {
  const inferences = once(() => model.inferencesOn(resource))
  const prepare = once(() => preparation(slug, resource, inferences()))
  const children = once(() => model.below(resource).map(of))
  const counts = once(() => countsOf(prepare().place, inferences(), children()))
  const names = once(() => {
    const below = children().flatMap((child) => child.inferences)
    const { scopeDepth } = depthsOf(resource)
    const { place } = prepare()
    return identityPlaces({ resource, place, scopeDepth, inferences: inferences(), below })
  })
  return { inferences, prepare, children, counts, names }
}

const stateOf = (sources: StateSources, resource: Resource, of: StateOf): ResourceState => {
  const { inferences, prepare, children, counts, names } = partsOf(sources, resource, of)
  return {
    resource,
    marks: marksOf(sources.slug),
    ...depthsOf(resource),
    get inferences() {
      return inferences()
    },
    get collection() {
      return prepare().collection
    },
    get place() {
      return prepare().place
    },
    get unique() {
      return prepare().unique
    },
    get names() {
      return names()
    },
    get counts() {
      return counts()
    },
    parent: once(() => {
      const above = sources.model.resource(resource.parent?.resource ?? '')
      return above && of(above)
    }),
    children,
  }
}

/** Makes the resources of a model ready; what takes time is done when a resource is first used. */
export const createContractState = (slug: string, model: ResourceModel): ContractState => {
  const states = new Map<Resource, ResourceState>()
  const of: StateOf = (resource) => {
    const state = states.get(resource) ?? stateOf({ slug, model }, resource, of)
    states.set(resource, state)
    return state
  }
  const called = createCalled(model, of)
  return {
    slug,
    of,
    called,
    resource: (name) => {
      const resource = model.resource(name)
      return resource && of(resource)
    },
    people: once(() => peopleWords.map(called).find((one) => one !== undefined)),
  }
}
