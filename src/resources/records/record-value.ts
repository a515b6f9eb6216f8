import { isObject, own, type JsonObject } from '../../lib/json-object.js'
import type { JsonSchema } from '../../lib/json-schema.js'
import { withLengths } from './child-counts.js'
import { isCount, isDoer, isEndFlag, momentOf, plain } from './resource-words.js'
import { isReadOnly } from './sayable.js'
import {
  isValidAt,
  keywordOf,
  membersOf,
  placeAtPath,
  type SchemaPlace,
} from '../../generate/schema-place.js'
import { withMember } from '../../lib/value-path.js'

/** What the value of a new record is made with. */
export interface RecordSources {
  /** What the request could say of it, if it could say anything. */
  readonly request: SchemaPlace | undefined
  /** A valid value of the representation: where the server's own members come from. */
  readonly model: () => unknown
  /** Members that somebody else fills in: those of its identity. */
  readonly others: ReadonlySet<string>
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Seconds above this are milliseconds. */
const maxSeconds = 1e11

/** A time as a schema writes it; undefined where it takes none. */
export const timeFor = (place: SchemaPlace, now: number, like: unknown): unknown => {
  const iso = new Date(now).toISOString()
  const seconds = Math.floor(now / 1000)
  const isMilliseconds = typeof like === 'number' && like > maxSeconds
  const isDate = keywordOf(place, 'format') === 'date' || /^\d{4}-\d\d-\d\d$/.test(String(like))
  const readings = isDate
    ? [iso.slice(0, 10)]
    : [iso, iso.replace(/\.\d+Z/, 'Z'), isMilliseconds ? now : seconds, String(seconds)]
  return readings.find((reading) => isValidAt(place, reading))
}

/** True for what may be a time at all: `created: true` is a flag, `added: 3` a number of things. */
const isTime = (place: SchemaPlace, name: string): boolean => {
  const format = keywordOf(place, 'format')
  if (format === 'date-time' || format === 'date') return true
  const type = keywordOf(place, 'type')
  const isNumber = [type].flat().some((one) => one === 'integer' || one === 'number')
  if (isNumber)
    return /(at|on|date|time|timestamp|ts)$/.test(plain(name)) || plain(name) === 'created'
  const isText =
    isValidAt(place, '2025-01-01T00:00:00Z') || isValidAt(place, '2025-01-01T00:00:00.000Z')
  return isText && /(at|on|date|time|timestamp)$/.test(plain(name))
}

/** A member of a model that is made when it is needed: making one takes milliseconds. */
const memberOf =
  (model: () => unknown, name: string): (() => unknown) =>
  () => {
    const whole = model()
    return isObject(whole) ? own(whole, name) : undefined
  }

/** A time of the model, where the format does not say how times are written. */
const likeTime = (place: SchemaPlace, like: () => unknown): unknown =>
  keywordOf(place, 'format') === 'date-time' ? undefined : like()

/** The value that the schema shows of itself. */
const exampleOf = (place: SchemaPlace): unknown => {
  const examples = keywordOf(place, 'examples')
  return keywordOf(place, 'example') ?? (Array.isArray(examples) ? examples[0] : undefined)
}

/** True where null is meant as a value; not where anything is allowed. */
const isNullable = (place: SchemaPlace): boolean =>
  isValidAt(place, null) && !(isValidAt(place, true) && isValidAt(place, {}))

/** What a new thing begins with, where its name says it; undefined: nothing is known. */
const beginning = (
  name: string,
  place: SchemaPlace,
  sources: RecordSources,
  like: () => unknown,
): unknown => {
  const first = (...values: readonly unknown[]) => values.find((value) => isValidAt(place, value))
  const moment = momentOf(name)
  if (moment !== undefined && isTime(place, name))
    return moment === 'event' ? first(null) : timeFor(place, sources.now, likeTime(place, like))
  if (isDoer(name)) return first(null)
  if (isEndFlag(name)) return first(false)
  if (isCount(name)) return first(0)
  const types = [keywordOf(place, 'type')].flat()
  if (types.includes('boolean')) return first(exampleOf(place), false)
  return types.includes('array') ? first([]) : undefined
}

/** True for what a new thing does not have: the time of its end; who made it, where nobody says so. */
const isAbsent = (name: string, place: SchemaPlace): boolean =>
  isDoer(name) || (momentOf(name) === 'event' && isTime(place, name))

/** The value of a member that the request did not say; undefined: there is none. */
const missing = (
  name: string,
  place: SchemaPlace,
  sources: RecordSources,
  asked: JsonSchema | undefined,
  isRequired: boolean,
): unknown => {
  const like = memberOf(sources.model, name)
  const isSaidByClient = asked !== undefined && asked !== false
  const standard =
    (isSaidByClient && sources.request
      ? keywordOf({ schema: asked, lookup: sources.request.lookup }, 'default')
      : undefined) ?? keywordOf(place, 'default')
  if (standard !== undefined && isValidAt(place, standard)) return standard
  if (isSaidByClient && !isRequired) return undefined
  const begun = beginning(name, place, sources, like)
  if (begun !== undefined) return begun
  // The client could have said something of it, and did not.
  if (isSaidByClient && isNullable(place)) return null
  return !isRequired && isAbsent(name, place) ? undefined : like()
}

/** A member that the request said: what it holds is completed as well. */
const completedPart = (
  name: string,
  place: SchemaPlace,
  said: unknown,
  sources: RecordSources,
  asked: JsonSchema | undefined,
): unknown => {
  if (!isObject(said) || asked === undefined || !sources.request) return said
  const request = { schema: asked, lookup: sources.request.lookup }
  const model = memberOf(sources.model, name)
  return completed(place, said, { ...sources, request, model, others: new Set() })
}

/**
 * The value of a new record: what the request said, defaults, and what the server says by itself:
 * members that are read-only, required, or unknown to the request.
 */
export const completed = (place: SchemaPlace, said: unknown, sources: RecordSources): unknown => {
  if (!isObject(said)) return said
  const { lookup } = place
  const { properties, required } = membersOf(place)
  const request = sources.request && membersOf(sources.request)
  let value: JsonObject = said
  for (const [name, schema] of properties) {
    if (schema === false || (sources.others.has(name) && !Object.hasOwn(said, name))) continue
    const part = { schema, lookup }
    const asked = isReadOnly(schema, place) ? undefined : request?.properties.get(name)
    const made = Object.hasOwn(said, name)
      ? completedPart(name, part, said[name], sources, asked)
      : missing(name, part, sources, asked, required.has(name))
    if (made !== undefined) value = withMember(value, name, made)
  }
  return value
}

/** A record that has changed: the time of it, and what is counted in it. */
export const touched = (
  place: SchemaPlace | undefined,
  value: unknown,
  now: number,
  said: unknown,
): unknown => {
  if (!place || !isObject(value)) return value
  const { lookup } = place
  let result: JsonObject = value
  for (const [name, schema] of membersOf(place).properties) {
    const part = { schema, lookup }
    if (name === 'attributes' && isObject(result[name]))
      result = withMember(result, name, touched(part, result[name], now, undefined))
    else if (momentOf(name) === 'change' && isTime(part, name)) {
      const time = timeFor(part, now, own(result, name))
      if (time !== undefined) result = withMember(result, name, time)
    }
  }
  return withLengths(place, result, isObject(said) ? said : {})
}

/** What becomes of a member that a replacement leaves out; undefined: it goes. */
const leftOut = (
  name: string,
  before: unknown,
  asked: JsonSchema,
  request: SchemaPlace,
  required: ReadonlySet<string>,
): unknown => {
  const part = { schema: asked, lookup: request.lookup }
  const isHidden = keywordOf(part, 'writeOnly') === true
  return keywordOf(part, 'default') ?? (isHidden || required.has(name) ? before : undefined)
}

/**
 * A record whose contents the request replaces. What the request cannot say stays: members that are
 * the server's own, and those that are never answered; so does what has to be there.
 */
export const replaced = (
  place: SchemaPlace | undefined,
  before: unknown,
  said: unknown,
  request: SchemaPlace | undefined,
): unknown => {
  if (!isObject(said)) return isObject(before) ? before : said
  if (!isObject(before)) return said
  const asked = request ? membersOf(request).properties : new Map<string, JsonSchema>()
  const inside = (name: string, value: unknown): unknown => {
    const schema = asked.get(name)
    const part = place && request && schema !== undefined && { schema, lookup: request.lookup }
    const isWhole = !part || !isObject(own(before, name)) || membersOf(part).properties.size === 0
    return isWhole ? value : replaced(placeAtPath(place, [name]), own(before, name), value, part)
  }
  const required = place ? membersOf(place).required : new Set<string>()
  const names = new Set([...Object.keys(before), ...asked.keys()])
  const kept = [...names].flatMap((name) => {
    const schema = asked.get(name)
    const old = own(before, name)
    const isOwn = schema === undefined || schema === false || !request
    const value = isOwn ? old : leftOut(name, old, schema, request, required)
    return value === undefined ? [] : [[name, value] as const]
  })
  const told = Object.entries(said).map(([name, value]) => [name, inside(name, value)] as const)
  return { ...Object.fromEntries(kept), ...Object.fromEntries(told) }
}
