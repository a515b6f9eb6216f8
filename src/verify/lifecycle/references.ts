import type { Parameter } from '../../contract/contract.js'
import {
  isValidAt,
  itemsPlace,
  membersOf,
  placeAtPath,
  placeOf,
  type SchemaPlace,
} from '../../generate/schema-place.js'
import { plainName, singularName } from '../../lib/plain-name.js'
import type { Inference, Resource, ResourceModel } from '../../resources/resource-model.js'

/** A member of a request, or a query parameter, that names a thing of another resource. */
export interface Reference {
  readonly name: string
  readonly target: Resource
  readonly place: SchemaPlace
  /** True for `petIds`: it names several. */
  readonly isList: boolean
}

/** What a member refers to by its name: `projectId`, `project_id`, `projectIds`, `project_uuid`. */
const wordIn = (name: string) => {
  const [, word, ending] = /^(.+?)(ids|id|uuid|guid)$/.exec(plainName(name)) ?? []
  return word === undefined ? undefined : { word, isList: ending === 'ids' }
}

const targetOf = (model: ResourceModel, word: string): Resource | undefined => {
  for (const literal of model.literals)
    if (singularName(literal) === word)
      for (const resource of model.endingIn(literal))
        if (resource.identity?.parameters.length === 1) return resource
  return undefined
}

const queryPlaces = (parameters: readonly Parameter[]) =>
  parameters.flatMap(({ in: place, required, name, schema }) =>
    place === 'query' && required ? [[name, placeOf(schema)] as const] : [],
  )

type Member = readonly [string, SchemaPlace]

/** Parts of a record that are looked into, at most: schemas that name each other grow without end. */
const mostParts = 40

/** The members of a record; of its parts those that they cannot do without: the lines of an order name products. */
const membersIn = (record: SchemaPlace): readonly Member[] => {
  const found: Member[] = []
  const parts = [record]
  for (const part of parts) {
    const { properties, required } = membersOf(part)
    for (const [name, schema] of properties) {
      const at = { ...part, schema }
      if (part === record || required.has(name)) found.push([name, at])
      if (parts.length < mostParts) parts.push(itemsPlace(at) ?? at)
    }
  }
  return found
}

/** What a request of an operation refers to: members of the record in its body, required query parameters. */
export const referencesOf = (
  model: ResourceModel,
  { operation, request, resource }: Inference,
): readonly Reference[] => {
  const record = request && placeAtPath(placeOf(request.content.schema), request.at)
  const members = record ? membersIn(record).toReversed() : []
  const places = new Map([...members, ...queryPlaces(operation.parameters)])
  return [...places].flatMap(([name, place]) => {
    const said = wordIn(name)
    const target = said && targetOf(model, said.word)
    if (!said || !target || !place || target.name === resource.name) return []
    return [{ name, target, place, isList: said.isList }]
  })
}

/** A text or number as a schema has it; undefined where it allows neither. */
export const typedAt = (place: SchemaPlace, value: unknown): unknown => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return [value, number, String(value)].find((one) => isValidAt(place, one))
}

/** The value of a reference that names a thing. */
export const referring = ({ place, isList }: Reference, identity: unknown): unknown => {
  if (!isList) return typedAt(place, identity)
  const item = itemsPlace(place)
  const value = item ? typedAt(item, identity) : identity
  return value === undefined ? undefined : [value]
}
