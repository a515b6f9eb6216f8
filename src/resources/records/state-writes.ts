import { Problem } from '../../errors.js'
import { isObject } from '../../lib/json-object.js'
import { pointer } from '../../lib/json-pointer.js'
import { essence } from '../../lib/media-type.js'
import {
  identityOf,
  identityPaths,
  newIdentity,
  typedFor,
  uuidOf,
  withIdentity,
} from './identity.js'
import { mergeRecord, patched, patchIn } from './merge-record.js'
import { finishRecord } from './finish-record.js'
import { completed, replaced } from './record-value.js'
import { requireAllowed } from './require-allowed.js'
import { thingOf } from './resource-words.js'
import { requireReferences } from './require-references.js'
import { sayable, withReadOnly } from './sayable.js'
import {
  isValidAt,
  itemsPlace,
  membersOf,
  placeAtPath,
  type SchemaPlace,
  placeOf,
} from '../../generate/schema-place.js'
import { documents, documentsExactly } from './status-for.js'
import { keyOf, type StateRecord, uniqueLookup, uniqueText, valuesOf } from './state-record.js'
import type { StateCall } from './state-call.js'
import { storable } from './storable.js'
import { valueAtPath, withValueAtPath } from '../../lib/value-path.js'
import { withRequiredNulls } from './with-required-nulls.js'

/** What the request says of a record, or of several. */
export const saidOf = ({ inference, request }: StateCall): unknown =>
  valueAtPath(storable(request.values.body), inference.request?.at ?? [])

const mediaTypeOf = ({ request }: StateCall): string =>
  essence(request.headers['content-type'] ?? '')

/** What the request may say: in the media type that it has, else in the one that was inferred from. */
const requestPlace = (call: StateCall): SchemaPlace | undefined => {
  const { request, operation } = call.inference
  if (!request) return undefined
  const sent = operation.body?.contents.find(
    ({ mediaType }) => essence(mediaType) === mediaTypeOf(call),
  )
  const found = placeAtPath(placeOf((sent ?? request.content).schema), request.at)
  // A bulk request has several, each of which says what one does.
  return found && call.inference.role === 'bulk-create' ? (itemsPlace(found) ?? found) : found
}

/** What the request says of a record, but for what only the server says. */
const said = (call: StateCall): unknown =>
  sayable(call.state.place, requestPlace(call), saidOf(call))

/**
 * No other record may have a value that looks unique, where the contract documents the conflict.
 * @throws Problem `conflict` (409).
 */
const requireUnique = async (
  call: StateCall,
  record: Omit<StateRecord, 'version'>,
): Promise<void> => {
  const { state, session, inference } = call
  if (!documents(inference.operation, 409)) return
  for (const path of state.unique) {
    const text = uniqueText(valueAtPath(record.value, path))
    if (text === undefined) continue
    const holders = await session.find(state, uniqueLookup(path), text)
    if (holders.every(({ key, parent }) => key === record.key || parent !== record.parent)) continue
    throw new Problem('conflict', {
      detail: `Another ${thingOf(state.resource.name)} has the ${path.at(-1)} ${text}.`,
      fix: 'Send another one; letter case makes no difference.',
    })
  }
}

const taken = ({ state }: StateCall, value: unknown): Problem =>
  new Problem('conflict', {
    detail: `There is a ${thingOf(state.resource.name)} called ${identityOf(state, value)?.join('/') ?? 'so'} already.`,
    fix: 'Choose another name, or change the one that is there.',
  })

const inside = (scope: string, identity: readonly unknown[]): string => {
  const key = keyOf(identity)
  return scope === '' ? key : key === '' ? scope : `${scope}/${key}`
}

/** What was said as a record: text and lists say nothing of one, unless records are such. */
const recordOf = (place: SchemaPlace | undefined, said: unknown): unknown => {
  if (isObject(said)) return said
  const isPlain = place !== undefined && membersOf(place).properties.size === 0
  return isPlain && said !== undefined && isValidAt(place, said) ? said : {}
}

/** What the path says of a new record, where it reaches the collection by a property. */
const withScope = ({ inference, request, state }: StateCall, said: unknown): unknown =>
  (inference.scope ?? []).reduce((value, { parameter, property }) => {
    const place = placeAtPath(state.place, property)
    return withValueAtPath(value, property, typedFor(place, request.values.path[parameter]))
  }, said)

/** The value of a new record but for its identity. */
const newValue = (
  call: StateCall,
  place: SchemaPlace | undefined,
  said: unknown,
  now: number,
): unknown => {
  if (!place) return said
  const { state, session } = call
  const { sampler, sandbox } = session
  let made: { readonly value: unknown } | undefined
  const model = (): unknown => {
    const seed = uuidOf(sandbox.random.bytes(16))
    made ??= { value: sampler(place, seed, thingOf(state.resource.name)) }
    return made.value
  }
  const others = new Set(identityPaths(state).flatMap((path) => (path.length === 1 ? path : [])))
  return completed(place, said, { request: requestPlace(call), model, now, others })
}

/** Where a new record goes: its key below its parent, and what is its parent. */
const placed = ({ state }: StateCall, scope: string, value: unknown) => {
  // What is named without its parent may still lie below one: it says so itself, or the path does.
  const said = valueAtPath(value, state.resource.parent?.property ?? [])
  const isSaid = typeof said === 'string' || typeof said === 'number'
  const parent = scope !== '' || !isSaid ? scope : keyOf([said])
  return { parent, below: state.scopeDepth === 0 ? '' : scope }
}

/**
 * Makes a record.
 * @throws Problem `conflict` (409) when its name is taken, or what looks unique is.
 */
export const created = async (
  call: StateCall,
  scope: string,
  wished: unknown,
  named?: readonly unknown[],
): Promise<StateRecord> => {
  const { state, session } = call
  const said = sayable(state.place, requestPlace(call), wished)
  const { sandbox, sampler } = session
  const { place } = state
  const now = sandbox.clock.now()
  await requireReferences(call, said)
  const value = newValue(call, place, withScope(call, recordOf(place, said)), now)
  const { parent, below } = placed(call, scope, value)
  // First contents come first: their names are taken.
  const isFree = async (identity: readonly unknown[]) =>
    (await session.get(state, inside(below, identity))) === undefined
  await isFree([])
  const number = await session.number(state, below)
  const sources = { sampler, random: sandbox.random, number }
  const identity = state.resource.isSingleton
    ? []
    : (named ?? (await newIdentity(state, said, value, sources, isFree)))
  if (!identity) throw taken(call, said)
  const complete = session.withParent(state, withIdentity(state, value, identity), parent)
  const begun = state.counts.reduce(
    (all, { property }) => withValueAtPath(all, property, 0),
    complete,
  )
  const deeds = ['creation', 'change'] as const
  const whole = await finishRecord(call, begun, { deeds, now, request: requestPlace(call), said })
  const record = { key: inside(below, identity), parent, value: whole }
  await requireUnique(call, record)
  await session.take(state, below, identity.at(-1))
  return session.put(state, record)
}

/** How a request changes an item. */
export type Change = 'replace' | 'merge'

/** What a partial change makes of a record, by the media type of the request. */
const partlyChanged = (call: StateCall, before: unknown): unknown => {
  const type = mediaTypeOf(call)
  const { place } = call.state
  const patch = patchIn(storable(call.request.values.body), type)
  if (!patch && type !== 'application/merge-patch+json')
    return mergeRecord(before, said(call), type)
  const after = patch
    ? withReadOnly(place, before, patched(before, patch))
    : withRequiredNulls(place, said(call), mergeRecord(before, said(call), type))
  requireAllowed(
    place,
    before,
    withIdentity(call.state, after, identityOf(call.state, before) ?? []),
  )
  return after
}

/**
 * An item keeps the name that the path gives it, whatever the body says; a contract may refuse instead.
 * @throws Problem `conflict` (409) or `request-invalid` (422), where that is documented.
 */
const requireSameName = (call: StateCall, identity: readonly unknown[], value: unknown): void => {
  const { state, inference } = call
  const named = identityOf(state, value)
  if (!named || keyOf(named) === keyOf(identity)) return
  const detail = `The path names ${identity.join('/')}, and the body ${named.join('/')}.`
  if (documents(inference.operation, 409)) throw new Problem('conflict', { detail })
  if (!documentsExactly(inference.operation, 422)) return
  const at = [...(inference.request?.at ?? []), ...(identityPaths(state).at(-1) ?? [])]
  throw new Problem('request-invalid', {
    detail,
    violations: [
      {
        ...{ location: 'body', pointer: pointer(...at), rule: 'same-name' },
        ...{ expected: identity.join('/'), message: detail },
      },
    ],
  })
}

/** What a changed record lies below: a flat one may say another parent, a nested one may not. */
const parentAfter = ({ state }: StateCall, before: StateRecord, value: unknown): string => {
  if (state.scopeDepth > 0) return before.parent
  const path = state.resource.parent?.property ?? []
  const [old, next] = [valueAtPath(before.value, path), valueAtPath(value, path)]
  const isSaid = typeof next === 'string' || typeof next === 'number'
  return path.length > 0 && isSaid && next !== old ? keyOf([next]) : before.parent
}

/**
 * Changes a record; its name stays, and its parent where its path has that.
 * @throws Problem `conflict` (409), or `request-invalid` for a patch that cannot be applied.
 */
export const changed = async (
  call: StateCall,
  before: StateRecord,
  way: Change,
): Promise<StateRecord> => {
  const { state, session } = call
  const identity = identityOf(state, before.value) ?? valuesOf(before.key).slice(state.scopeDepth)
  if (way === 'replace') requireSameName(call, identity, said(call))
  await requireReferences(call, said(call))
  const value =
    way === 'merge'
      ? partlyChanged(call, before.value)
      : replaced(state.place, before.value, said(call), requestPlace(call))
  const named = isObject(value) || state.resource.isSingleton ? value : before.value
  const whole = state.resource.isSingleton ? named : withIdentity(state, named, identity)
  const parent = parentAfter(call, before, whole)
  const inPlace = state.scopeDepth > 0 ? session.withParent(state, whole, parent) : whole
  const now = session.sandbox.clock.now()
  const request = way === 'replace' ? requestPlace(call) : undefined
  const told = await finishRecord(call, inPlace, {
    deeds: ['change'],
    now,
    request,
    said: said(call),
  })
  const record = { ...before, parent, value: told }
  await requireUnique(call, record)
  return session.put(state, record, before)
}
