import { Problem } from '../../errors.js'
import { isObject } from '../../lib/json-object.js'
import { fieldsOf, isUsed, type RecordSelector, scopeName } from './record-selector.js'
import { listedIds } from './listed-ids.js'
import { changed, created, saidOf, type Change } from './state-writes.js'
import type { StateAnswer } from './state-answer.js'
import { envelopeValues, listHeaders, pageOf } from './list-page.js'
import { etagOf, isKnown, isTagged, requirePreconditions } from './preconditions.js'
import type { Role } from '../resource-model.js'
import { thingOf } from './resource-words.js'
import { documents, keepsParents, statusFor } from './status-for.js'
import {
  listed,
  lookupOf,
  lookupText,
  namesIn,
  type StateRecord,
  valuesOf,
} from './state-record.js'
import { findTarget, requireTarget, scopeKey, type StateCall, targetKey } from './state-call.js'
import { valueAtPath, withValueAtPath } from '../../lib/value-path.js'
import { finishRecord } from './finish-record.js'
import { timeFor } from './record-value.js'
import { placeAtPath } from '../../generate/schema-place.js'

/** What a role answers; its writes are made when it resolves. */
export type RoleHandler = (call: StateCall, selector: RecordSelector) => Promise<StateAnswer>

const tag = ({ inference }: StateCall, record: StateRecord): readonly string[] =>
  isTagged(inference) ? ['ETag', etagOf(record)] : []

/** An answer that shows one record. */
const showing = (
  call: StateCall,
  record: StateRecord,
  others: Partial<StateAnswer> = {},
): StateAnswer => ({
  ...statusFor(call.inference),
  record,
  at: call.inference.response?.at,
  ...others,
  headers: [...(others.headers ?? []), ...tag(call, record)],
})

/** What the request selects records by: its query, and the values of its path that compare. */
const selectionOf = ({ inference, request }: StateCall): Readonly<Record<string, unknown>> => {
  const { path, query } = request.values
  const compared = (inference.scope ?? []).map(({ parameter }) => [
    scopeName(parameter),
    path[parameter],
  ])
  // An object of filters is asked for by its members: `filter[status]`.
  const inside = Object.entries(query).flatMap(([name, value]) =>
    isObject(value)
      ? Object.entries(value).map(([key, inner]) => [`${name}[${key}]`, inner] as const)
      : [],
  )
  return { ...query, ...Object.fromEntries([...inside, ...compared]) }
}

/** The records that a list begins with: an equality that is asked for is looked up. */
const candidates = async (
  { session, state }: Pick<StateCall, 'session' | 'state'>,
  scope: string,
  selector: RecordSelector,
  values: Readonly<Record<string, unknown>>,
): Promise<readonly StateRecord[]> => {
  const all = await session.below(state, scope)
  if (scope !== '') return all
  for (const { parameter, property, test } of selector.filters) {
    const wanted = values[parameter]
    const text = test === 'equals' && isUsed(wanted) ? lookupText(wanted) : undefined
    if (text === undefined || text === listed || /^\d{4}-\d\d-\d\d$/.test(text)) continue
    if (!state.collection.index?.[lookupOf(property)]) continue
    if ((await session.find(state, lookupOf(property), listed)).length > 0) continue
    return session.find(state, lookupOf(property), text)
  }
  return all
}

/** The records below a parent (empty: all) that a selector lets pass, in the order that is asked for. */
export const selected = async (
  call: Pick<StateCall, 'session' | 'state'>,
  scope: string,
  selector: RecordSelector,
  values: Readonly<Record<string, unknown>>,
): Promise<readonly StateRecord[]> =>
  selector.select(await candidates(call, scope, selector, values), values)

const list: RoleHandler = async (call, selector) => {
  const { inference, request } = call
  const { query } = request.values
  const all = await selected(call, await scopeKey(call), selector, selectionOf(call))
  const page = pageOf(inference, all, query, request.query)
  const { envelope, response } = inference
  return {
    ...statusFor(inference),
    records: page.records,
    at: envelope?.items ?? response?.at,
    fields: fieldsOf(inference.list, query),
    more: envelope ? envelopeValues(inference, envelope, request, page, all) : [],
    headers: listHeaders(inference, request, page, all),
  }
}

const read: RoleHandler = async (call) => {
  const record = await requireTarget(call)
  const { inference, request } = call
  if (
    isTagged(inference) &&
    isKnown(request.headers, record) &&
    documents(inference.operation, 304)
  )
    return { ...statusFor(inference, 304), headers: tag(call, record) }
  return showing(call, record, { fields: fieldsOf(inference.list, request.values.query) })
}

/** The path of an item, below whatever the path of the request has in front of its template. */
export const locationOf = (
  { inference, state, request }: Pick<StateCall, 'inference' | 'state' | 'request'>,
  { key }: StateRecord,
): string | undefined => {
  const { itemPath } = state.resource
  if (itemPath === undefined) return undefined
  const segments = inference.operation.path.split('/').length - 1
  const prefix = request.path.replace(/\/$/, '').split('/').slice(0, -segments).join('/')
  const names = namesIn(itemPath)
  const values = valuesOf(key)
  return names.reduce(
    (path, name, index) => path.replace(`{${name}}`, encodeURIComponent(values[index] ?? '')),
    prefix + itemPath,
  )
}

const location = (call: StateCall, record: StateRecord): readonly string[] => {
  const path = locationOf(call, record)
  const documented = call.inference.response?.response.headers.find(
    ({ name }) => name.toLowerCase() === 'location',
  )
  if (path === undefined || (!documented && call.inference.response?.status !== 201)) return []
  const isAbsolute = documented?.schema && !documented.schema.isValid(path)
  return ['Location', isAbsolute ? call.request.origin + path : path]
}

const create: RoleHandler = async (call) => {
  const scope = await scopeKey(call)
  const record = await created(call, scope, saidOf(call))
  return showing(call, record, { headers: location(call, record) })
}

/** Changes an item, whichever way. */
const change =
  (way: Change): RoleHandler =>
  async (call) => {
    const before = await requireTarget(call)
    requirePreconditions(call.inference, call.request.headers, before)
    return showing(call, await changed(call, before, way))
  }

const upsert: RoleHandler = async (call) => {
  const before = await findTarget(call)
  requirePreconditions(call.inference, call.request.headers, before)
  if (before) {
    const record = await changed(call, before, 'replace')
    return showing(
      call,
      record,
      documents(call.inference.operation, 200) ? statusFor(call.inference, 200) : {},
    )
  }
  const key = (await targetKey(call)) ?? ''
  const own = valuesOf(key).slice(call.state.scopeDepth)
  const scope = valuesOf(key).slice(0, call.state.scopeDepth)
  const record = await created(call, scope.map(encodeURIComponent).join('/'), saidOf(call), own)
  return showing(call, record, {
    ...(documents(call.inference.operation, 201) && statusFor(call.inference, 201)),
    headers: location(call, record),
  })
}

/** What tells of a deletion that shows no record: `{ id, deleted: true }`, where the schema has such. */
const ofDeletion = (record: StateRecord): StateAnswer['more'] => [
  [['deleted'], true],
  [['success'], true],
  [['id'], valuesOf(record.key).at(-1)],
  [['id'], Number(valuesOf(record.key).at(-1))],
]

const remove: RoleHandler = async (call) => {
  const { inference, request, session, state } = call
  const record = await requireTarget(call)
  requirePreconditions(inference, request.headers, record)
  const below = state.children().map(({ resource }) => thingOf(resource.name).toLowerCase())
  if (keepsParents(inference.operation, below) && (await session.hasChildren(state, record)))
    throw new Problem('conflict', {
      detail: 'There are things below it.',
      fix: 'Delete them first.',
    })
  await session.remove(state, record)
  const { at } = inference.response ?? {}
  return at
    ? { ...statusFor(inference), record, at }
    : { ...statusFor(inference), more: ofDeletion(record) }
}

const exists: RoleHandler = async (call) => {
  const record = await requireTarget(call)
  return {
    ...statusFor(call.inference),
    record,
    at: call.inference.response?.at,
    headers: tag(call, record),
  }
}

const bulkCreate: RoleHandler = async (call) => {
  const scope = await scopeKey(call)
  const said = saidOf(call)
  const records: StateRecord[] = []
  for (const one of Array.isArray(said) ? (said as unknown[]) : [said])
    records.push(await created(call, scope, one))
  const { envelope, response } = call.inference
  return { ...statusFor(call.inference), records, at: envelope?.items ?? response?.at }
}

const bulkDelete: RoleHandler = async (call, selector) => {
  const { session, state, inference, request } = call
  const scope = await scopeKey(call)
  const ids = listedIds(call)
  const isFiltered = inference.list?.filters.some(({ parameter }) =>
    isUsed(request.values.query[parameter]),
  )
  const all = selector.select(await session.below(state, scope), selectionOf(call))
  // Who could have said which, and did not, means none: not all.
  const wanted = ids && new Set(ids.map(String))
  const chosen =
    wanted && (wanted.size > 0 || !isFiltered)
      ? all.filter(({ key }) => wanted.has(valuesOf(key).at(-1) ?? ''))
      : all
  for (const record of chosen) await session.remove(state, record)
  const { envelope, response } = inference
  const at = envelope?.items ?? response?.at
  const count = [['count'], ['deleted'], ['deletedCount'], ['deleted_count']].map(
    (path) => [path, chosen.length] as const,
  )
  return {
    ...statusFor(inference),
    ...(at ? { records: chosen, at } : { more: [...count, [['success'], true]] }),
  }
}

const action: RoleHandler = async (call) => {
  const { inference, session, state } = call
  const before = await requireTarget(call)
  requirePreconditions(inference, call.request.headers, before)
  if (!inference.action) return showing(call, before)
  const { property, value, isTime } = inference.action
  const now = session.sandbox.clock.now()
  const place = placeAtPath(state.place, property)
  const time =
    isTime && place ? timeFor(place, now, valueAtPath(before.value, property)) : undefined
  const next = withValueAtPath(before.value, property, time ?? value)
  const record = { ...before, value: await finishRecord(call, next, { deeds: ['change'], now }) }
  return showing(call, await session.put(state, record, before))
}

/** What each role does. */
export const stateRoles: Readonly<Record<Role, RoleHandler>> = {
  ...{ list, create, read, upsert, exists, action },
  replace: change('replace'),
  merge: change('merge'),
  delete: remove,
  'bulk-create': bulkCreate,
  'bulk-delete': bulkDelete,
}
