import {
  alternativesOf,
  isValidAt,
  keywordOf,
  membersOf,
  placeAtPath,
  placeOf,
  type SchemaPlace,
} from '../../generate/schema-place.js'
import { isObject } from '../../lib/json-object.js'
import { isJson } from '../../lib/media-type.js'
import { valueAtPath, withMember, withValueAtPath } from '../../lib/value-path.js'
import type { Inference } from '../../resources/resource-model.js'
import type { RequestDraft } from '../request-draft.js'
import { isServers } from './differences.js'
import { withBody } from './fresh-draft.js'

/** A member of a record that requests may say, and what its schema is. */
export interface RecordMember {
  readonly name: string
  readonly place: SchemaPlace
}

/** What a value is where it is not null: `anyOf` of a type and null is how frameworks write `nullable`. */
const withoutNull = (place: SchemaPlace): SchemaPlace => {
  const [list, ...more] = alternativesOf(place)
  const others = list?.filter((schema) => !isValidAt({ ...place, schema }, null)) ?? []
  const [schema] = others
  return more.length > 0 || others.length !== 1 || !schema ? place : { ...place, schema }
}

/** The members of a record that a client may choose: no identity, nothing that is the server's. */
export const chosenMembers = (
  { request, resource }: Inference,
  references: ReadonlyMap<string, unknown> | undefined,
): readonly RecordMember[] => {
  const record = request && placeAtPath(placeOf(request.content.schema), request.at)
  if (!record) return []
  const { identity, parent } = resource
  const paths = [...(identity?.properties ?? []), ...(identity?.alternatives ?? [])]
  const taken = new Set([...paths, parent?.property ?? []].map(([first]) => first))
  return [...membersOf(record).properties].flatMap(([name, schema]) =>
    taken.has(name) || isServers(name) || references?.has(name)
      ? []
      : [{ name, place: withoutNull({ schema, lookup: record.lookup }) }],
  )
}

/** True for free text: nothing says which texts there are. */
export const isFreeText = ({ place }: RecordMember): boolean =>
  [keywordOf(place, 'type')].flat().includes('string') &&
  ['enum', 'const', 'format', 'pattern'].every((word) => keywordOf(place, word) === undefined)

/** The record in a body with another member; the body as it was where that is not JSON. */
export const withRecordMember = (
  { request }: Inference,
  draft: RequestDraft,
  name: string,
  value: unknown,
): unknown => {
  const record = request && valueAtPath(draft.body, request.at)
  if (!request || !isObject(record)) return draft.body
  return withValueAtPath(draft.body, request.at, withMember(record, name, value))
}

const letters = 'aB cDeFgHiJkLmNoPqRsTuVwXyZ'

/** A text as long as it may be (60 characters at most), in either case, that begins with the seed. */
const longText = (seed: string, maxLength: unknown): string => {
  const length = Math.min(typeof maxLength === 'number' ? maxLength : 40, 60)
  return `${seed} ${letters.repeat(3)}`.slice(0, length).replace(/ $/, 'x')
}

/** Values that careless servers do not keep: long text, zero, fractions, the other truth value. */
const edges = (member: RecordMember, said: unknown, seed: string): readonly unknown[] => {
  const type = [keywordOf(member.place, 'type')].flat()
  if (isFreeText(member)) return [longText(seed, keywordOf(member.place, 'maxLength'))]
  if (type.includes('integer'))
    return keywordOf(member.place, 'format') === 'int64' ? [9007199254740993n, 0] : [0]
  if (type.includes('boolean')) return [said !== true]
  return type.includes('number') ? [1234.25, 0.25] : []
}

/** A draft with values that are allowed and easily spoilt, member by member. */
export const withEdges = (
  inference: Inference,
  draft: RequestDraft,
  seed: string,
  references: ReadonlyMap<string, unknown> | undefined,
): RequestDraft =>
  chosenMembers(inference, references).reduce((one, member) => {
    const said = valueAtPath(one.body, [...(inference.request?.at ?? []), member.name])
    for (const value of edges(member, said, seed)) {
      const next = withBody(one, withRecordMember(inference, one, member.name, value))
      if (next !== one) return next
    }
    return one
  }, draft)

/** The name of a member that may be told from those of other things. */
const tellingMember = (
  inference: Inference,
  { body }: RequestDraft,
  members: readonly RecordMember[],
): string | undefined => {
  const record = inference.request && valueAtPath(body, inference.request.at)
  const texts = members.filter(({ name }) => {
    const value = isObject(record) ? record[name] : undefined
    return typeof value === 'string' && value.length >= 6
  })
  return (texts.find(isFreeText) ?? texts[0])?.name
}

/**
 * A draft that its contract forbids: it has texts of its own, and another member has a type that it
 * cannot have. Undefined where there is none such.
 */
export const brokenDraft = (
  inference: Inference,
  draft: RequestDraft,
  seed: string,
): RequestDraft | undefined => {
  const { content } = draft
  if (!content?.schema || !isJson(content.mediaType)) return undefined
  const members = chosenMembers(inference, undefined)
  const text = members.find(isFreeText)
  const value = text && longText(seed, keywordOf(text.place, 'maxLength'))
  const renamed = text
    ? withBody(draft, withRecordMember(inference, draft, text.name, value))
    : draft
  const kept = tellingMember(inference, renamed, members)
  for (const { name } of members) {
    if (kept === undefined || name === kept) continue
    const body = withRecordMember(inference, renamed, name, { not: ['allowed'] })
    if (!content.schema.isValid(body)) return { ...draft, body }
  }
  return undefined
}
