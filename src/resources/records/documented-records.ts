import type { Example } from '../../contract/example.js'
import { arrayOrEmpty, isObject, type JsonObject } from '../../lib/json-object.js'
import { identityOf } from './identity.js'
import type { Inference } from '../resource-model.js'
import type { ResourceState } from './resource-state.js'
import { plainRecord } from './shaped-record.js'
import { keywordOf } from '../../generate/schema-place.js'
import { keyOf } from './state-record.js'
import { storable } from './storable.js'
import { valueAtPath } from '../../lib/value-path.js'

/** The records in the examples of one operation's answer. */
const inAnswer = (inference: Inference): readonly unknown[] => {
  const { role, response, envelope } = inference
  const examples: readonly Example[] = response?.content?.examples ?? []
  const at = role === 'list' ? (envelope?.items ?? response?.at) : response?.at
  if (!at) return []
  return examples.flatMap(({ value }) => {
    const found = valueAtPath(value, at)
    const all = role === 'list' ? arrayOrEmpty(found) : [found]
    return all.map((one) => plainRecord(inference, one))
  })
}

const inSchema = ({ place }: ResourceState): readonly unknown[] =>
  place ? [keywordOf(place, 'example'), ...arrayOrEmpty(keywordOf(place, 'examples'))] : []

/** The answers that show records best come first. */
const showing: readonly (readonly Inference['role'][])[] = [
  ['list'],
  ['read'],
  ['create', 'upsert', 'replace', 'merge'],
]

/**
 * The records that the document shows in its examples, in their order. Of several with one identity
 * the first is told, with members that only the others have.
 */
export const documentedRecords = (state: ResourceState): readonly JsonObject[] => {
  const shown = showing.flatMap((roles) =>
    state.inferences.filter(({ role }) => roles.includes(role)).flatMap(inAnswer),
  )
  const found = new Map<string, JsonObject>()
  for (const example of [...shown, ...inSchema(state)]) {
    const record = storable(example)
    if (!isObject(record) || Object.keys(record).length === 0) continue
    const identity = identityOf(state, record)
    const known = identity ? keyOf(identity) : state.resource.isSingleton ? '' : undefined
    const name = known ?? JSON.stringify(record)
    found.set(name, { ...record, ...found.get(name) })
  }
  return [...found.values()]
}

/** The values that the document gives as examples of the path parameters of an item. */
export const documentedIdentity = ({ resource, inferences }: ResourceState) => {
  const item = inferences.find(({ operation }) => operation.path === resource.itemPath)
  const values = resource.identity?.parameters.map((name) => {
    const parameter = item?.operation.parameters.find(
      (one) => one.in === 'path' && one.name === name,
    )
    return parameter?.example
  })
  const isScalar = (value: unknown): value is string | number =>
    (typeof value === 'string' && value !== '') || typeof value === 'number'
  return values?.every(isScalar) ? values : undefined
}
