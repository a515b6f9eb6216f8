import { isObject, own, type JsonObject } from '../lib/json-object.js'
import { identityPaths, typedFor } from './identity.js'
import type { ContractState, ResourceState } from './resource-state.js'
import { plain } from './resource-words.js'
import { isValidAt, membersOf, type SchemaPlace } from './schema-place.js'
import { withMember } from './value-path.js'

/** What a property refers to by its name: `projectId`, `project_id`, `projectIds`, `project_uuid`. */
const referredTo = (
  name: string,
): { readonly word: string; readonly isList: boolean } | undefined => {
  const [, word, ending] = /^(.+?)(ids|id|uuid|guid)$/.exec(plain(name)) ?? []
  return word === undefined ? undefined : { word, isList: ending === 'ids' }
}

/** A record whose references lead to records that are there: `identitiesOf` a resource has them. */
export const withReferences = (
  contract: ContractState,
  state: ResourceState,
  value: unknown,
  index: number,
  identitiesOf: (target: ResourceState) => readonly unknown[],
): unknown => {
  const { place } = state
  if (!place || !isObject(value)) return value
  const mine = new Set(identityPaths(state).flatMap((path) => (path.length === 1 ? path : [])))
  let result: JsonObject = value
  for (const [name, schema] of membersOf(place).properties) {
    const reference = Object.hasOwn(value, name) && !mine.has(name) ? referredTo(name) : undefined
    const target = reference && contract.called(reference.word)
    if (!reference || !target) continue
    const part: SchemaPlace = { schema, lookup: place.lookup }
    const there = identitiesOf(target)
    const one = typedFor(part, there[index % there.length])
    const next = reference.isList ? there.slice(0, 2) : one
    if (one !== undefined && isValidAt(part, next) && own(value, name) !== null)
      result = withMember(result, name, next)
  }
  return result
}
