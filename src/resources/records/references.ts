import { isObject, own, type JsonObject } from '../../lib/json-object.js'
import { identityPaths, typedFor } from './identity.js'
import { modelOf, project } from './project.js'
import type { ContractState, ResourceState } from './resource-state.js'
import { plain } from './resource-words.js'
import { isValidAt, membersOf, type SchemaPlace } from '../../generate/schema-place.js'
import { valueAtPath, withMember } from '../../lib/value-path.js'

/** A member of a record that leads to records of a resource. */
export interface Reference {
  readonly name: string
  readonly place: SchemaPlace
  readonly target: ResourceState
  /** `projectId`, `projectIds`, or `project` with the thing itself in it. */
  readonly kind: 'one' | 'several' | 'embedded'
}

/** What people are called after what they do. */
const roles = /^(author|owner|creator|assignee|reporter|uploader|submitter|approver|reviewer)$/

/** What a property refers to by its name: `projectId`, `project_id`, `projectIds`, `project_uuid`. */
const referredTo = (name: string) => {
  const [, word, ending] = /^(.+?)(ids|id|uuid|guid)$/.exec(plain(name)) ?? []
  return word === undefined
    ? { word: plain(name), kind: 'embedded' as const }
    : { word, kind: ending === 'ids' ? ('several' as const) : ('one' as const) }
}

/** True for a schema of an object that has the identity of the things it stands for. */
const embeds = (place: SchemaPlace, { resource }: ResourceState): boolean => {
  const [path, ...others] = resource.identity?.properties ?? []
  const name = path?.length === 1 && others.length === 0 ? path[0] : undefined
  return name !== undefined && membersOf(place).properties.has(name)
}

/** Finds what the records of a contract refer to; each resource is looked at once. */
export class References {
  readonly #contract: ContractState
  readonly #known = new WeakMap<ResourceState, readonly Reference[]>()

  constructor(contract: ContractState) {
    this.#contract = contract
  }

  of(state: ResourceState): readonly Reference[] {
    const known = this.#known.get(state) ?? this.#find(state)
    this.#known.set(state, known)
    return known
  }

  #find(state: ResourceState): readonly Reference[] {
    const { place } = state
    if (!place) return []
    const mine = new Set(identityPaths(state).flatMap((path) => (path.length === 1 ? path : [])))
    return [...membersOf(place).properties].flatMap(([name, schema]) => {
      const { word, kind } = referredTo(name)
      const part = { schema, lookup: place.lookup }
      // Looking for a resource takes longer than seeing that none can be meant.
      const isScalar = kind === 'embedded' && membersOf(part).properties.size === 0
      const target = mine.has(name) || isScalar ? undefined : this.#target(word)
      if (!target) return []
      return kind === 'embedded' && !embeds(part, target)
        ? []
        : [{ name, place: part, target, kind }]
    })
  }

  #target(word: string): ResourceState | undefined {
    return this.#contract.called(word) ?? (roles.test(word) ? this.#contract.people() : undefined)
  }
}

/** A record that may be referred to. */
interface Referred {
  readonly identity: readonly unknown[]
  readonly value: unknown
}

const identityIn = (value: unknown, { resource }: ResourceState): unknown =>
  valueAtPath(value, resource.identity?.properties[0] ?? [])

const names = (there: readonly Referred[], said: unknown): boolean =>
  there.some(({ identity }) => String(identity[0]) === String(said))

/** What a reference becomes: what it says where that is there, else one of those that are. */
const mended = (
  { kind, place, target }: Reference,
  said: unknown,
  there: readonly Referred[],
  index: number,
): unknown => {
  const chosen = there[index % there.length]
  if (!chosen) return undefined
  if (kind === 'several') {
    const isThere = Array.isArray(said) && said.every((one) => names(there, one))
    return isThere ? said : there.slice(0, 2).map(({ identity }) => identity[0])
  }
  if (kind === 'one') return names(there, said) ? said : typedFor(place, chosen.identity[0])
  if (!isObject(said) || names(there, identityIn(said, target))) return undefined
  return project(
    place,
    chosen.value,
    modelOf(() => said),
  )
}

/** A first record whose references lead to records that are there: `recordsOf` a resource has them. */
export const withReferences = (
  references: readonly Reference[],
  value: unknown,
  index: number,
  recordsOf: (target: ResourceState) => readonly Referred[],
): unknown => {
  if (!isObject(value)) return value
  let result: JsonObject = value
  for (const reference of references) {
    const { name, place, target } = reference
    const said = own(value, name)
    if (said === undefined || said === null) continue
    const next = mended(reference, said, recordsOf(target), index)
    if (next !== undefined && isValidAt(place, next)) result = withMember(result, name, next)
  }
  return result
}
