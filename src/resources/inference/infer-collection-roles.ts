import { plainName } from '../../lib/plain-name.js'
import type { PathNode } from './group-paths.js'
import { inferFilter } from './infer-filters.js'
import { answered, given, places } from './known-draft.js'
import { findRecord, overlap, type FoundRecord } from './find-record.js'
import type { FoundItems, FoundRole } from './found-role.js'
import type { FoundList } from './infer-envelope.js'
import { namesElsewhere } from './names-elsewhere.js'
import type { OperationView } from './operation-view.js'
import { isCreateTail, isListTail, type ResourceDraft } from './resource-draft.js'
import { isRecordList, viewAt, type SchemaView } from './schema-view.js'

const isIdentities = (name: string): boolean =>
  /^(ids|.*ids|identifiers|keys|uuids)$/.test(plainName(name))

/** Which query parameters a list cannot do without, and that name no property of its records. */
const unknownNeeds = (view: OperationView, record: SchemaView): readonly string[] =>
  view.parameters
    .filter(
      (parameter) =>
        parameter.in === 'query' && parameter.required && !inferFilter(parameter, record),
    )
    .map(({ name }) => name)

const hasIdentity = (view: SchemaView, { identity }: Partial<ResourceDraft>): boolean =>
  identity?.properties.every((path) => viewAt(view, path) !== undefined) === true

/** What a list holds: the record is inside of an item when only there it has its identity. */
const itemsOf = ({ items, view, isOpen }: FoundList, draft: ResourceDraft): FoundItems => {
  if (isOpen && draft.record) return { at: items, view: draft.record.view }
  const inner = findRecord(view, draft.paths.noun)
  const isInside =
    inner !== undefined &&
    inner.at.length > 0 &&
    hasIdentity(inner.view, draft) &&
    !hasIdentity(view, draft)
  return isInside ? { at: items, view: inner.view, itemAt: inner.at } : { at: items, view }
}

const list = (view: OperationView, draft: ResourceDraft): FoundRole | undefined => {
  const { paths, record } = draft
  const found = view.listed(paths.noun)
  // What is in a list that nobody describes, only a path of its items says.
  if (!found || (found.isOpen && !(paths.item && record && draft.identity))) return undefined
  const items = itemsOf(found, draft)
  const needs = unknownNeeds(view, items.view)
  const byIdentity = view.parameters.some(
    ({ name, required, in: place }) => place === 'query' && required && isIdentities(name),
  )
  if (byIdentity) return undefined
  const isPaired = paths.item !== undefined && record !== undefined
  const base = {
    view,
    role: 'list' as const,
    items,
    ...(record && { record: record.view }),
  }
  if (needs.length > 0 && !isPaired)
    return {
      ...base,
      confidence: 0.4,
      reason: `a list that wants ${needs.join(', ')}, which no record has`,
    }
  return {
    ...base,
    confidence: isPaired ? 0.95 : 0.7,
    reason: `${isPaired ? 'GET beside the path of an item' : 'GET'} answers ${found.items.length === 0 ? 'an array' : `the array ${found.items.join('.')}`}`,
  }
}

const asks =
  /\b(search|query|find|filter|calculat|validat|preview|check|estimat|simulat|lists?|log ?in|export)\b/i

const bodyItems = (schema: SchemaView | undefined): SchemaView | undefined => {
  if (!schema) return undefined
  if (isRecordList(schema)) return schema.items
  const [only, second] = schema.names
  const inner = only !== undefined && second === undefined ? schema.property(only) : undefined
  return isRecordList(inner) ? inner?.items : undefined
}

/** Words of those who change what is there. */
const changes = /^\s*(sets?|chang\w*|updat\w*|edit\w*|replac\w*|modif\w*|sav\w*)\b/i

/** True for a body with an array of such records, of which nothing says that they are there already. */
const holdsNewItems = (view: OperationView, { record }: ResourceDraft): boolean => {
  const items = bodyItems(view.request?.schema)
  if (!items || !record || overlap(items, record.view) < 0.5) return false
  return view.keys.includes('201') || !changes.test(view.operation.summary ?? '')
}

const bulkCreate = (view: OperationView, draft: ResourceDraft): FoundRole | undefined => {
  if (!holdsNewItems(view, draft)) return undefined
  const schema = view.request?.schema
  const at = isRecordList(schema) ? [] : (schema?.names.slice(0, 1) ?? [])
  const answer = view.listed(draft.paths.noun)
  if (view.response?.body && !answer) return undefined
  return {
    view,
    role: 'bulk-create',
    confidence: 0.65,
    reason: 'POST with an array of new items',
    requestAt: at,
    ...(answer && { items: { at: answer.items, view: answer.view } }),
  }
}

/** True for a POST that answers a list, or whose words ask instead of making. */
const isQuestion = (view: OperationView, draft: ResourceDraft): boolean => {
  const list = view.listed(draft.paths.noun)
  if (list?.isPlain === true && !answered(view, draft)) return true
  const isNew = view.keys.includes('201') || view.keys.includes('202')
  return asks.test(view.operation.summary ?? view.text.slice(0, 60)) && !isNew
}

/** What a short answer says of a new item: what it is called, and little else. */
const told = (view: OperationView, { paths, identity }: ResourceDraft): FoundRecord | undefined => {
  const body = view.response?.body?.schema
  if (!body || !identity || !paths.item) return undefined
  const found = findRecord(body, paths.noun) ?? { at: [], view: body }
  const isShort = found.view.names.length <= 4
  const names = isShort && namesElsewhere(found.view, { identity, isSingleton: false }, paths.noun)
  return names ? found : undefined
}

/** How sure it is that a POST makes an item: that its answer is one says most. */
const sureOf = (view: OperationView, draft: ResourceDraft): number => {
  const { paths, identity } = draft
  const isNew = view.keys.includes('201') || view.keys.includes('202')
  const isSilent = !view.response?.body && (paths.item !== undefined || isNew)
  const isAlike = !view.request || given(view, draft, 0.3) !== undefined
  if (!answered(view, draft) && told(view, draft)) return isAlike && view.request ? 0.7 : 0.4
  if (!answered(view, draft) && !isSilent) return 0.4
  return paths.item && identity && isAlike ? 0.9 : 0.65
}

const create = (
  view: OperationView,
  draft: ResourceDraft,
  isNamed = false,
): FoundRole | undefined => {
  const many = bodyItems(view.request?.schema) && bulkCreate(view, draft)
  return many ?? (isRecordList(view.request?.schema) ? undefined : createOne(view, draft, isNamed))
}

const createOne = (
  view: OperationView,
  draft: ResourceDraft,
  isNamed: boolean,
): FoundRole | undefined => {
  if (!draft.record || isQuestion(view, draft)) return undefined
  const response = answered(view, draft) ?? told(view, draft)
  const request = given(view, draft, isNamed || response ? 0 : 0.3)
  if (view.request ? !request : !response) return undefined
  const confidence = sureOf(view, draft)
  const what = response ? ' answers the new item' : ''
  return {
    view,
    role: 'create',
    confidence,
    reason: `POST on the collection${confidence < 0.5 ? ', but it answers something else' : what}`,
    ...places(request, response),
  }
}

/** DELETE on a collection is taken for one of many only where the request must say which. */
const bulkDelete = (
  view: OperationView,
  { paths, identity }: ResourceDraft,
): FoundRole | undefined => {
  if (!paths.item || !identity) return undefined
  const parameter = view.parameters.find(
    ({ name, in: place, required, schema }) =>
      place === 'query' && required && isIdentities(name) && schema.types.has('array'),
  )
  const body = view.request?.schema
  const named = body?.names.find((name) => isIdentities(name) && body.property(name)?.items)
  if (!parameter && named === undefined) return undefined
  return {
    view,
    role: 'bulk-delete',
    confidence: 0.65,
    reason: `DELETE on the collection names the items in ${parameter?.name ?? named ?? ''}`,
    ...(named !== undefined && { requestAt: [named] }),
  }
}

const isBulk = (node: PathNode): boolean =>
  /^(batch|bulk|createwith(array|list)|createmany|_?bulk|multiple|import)$/i.test(
    node.segments.at(-1)?.text ?? '',
  )

/** `/users/create`, `/users/json`, `/users/batch`: the collection's roles by name. */
const tail = (node: PathNode, draft: ResourceDraft): FoundRole | undefined => {
  const { collection } = draft.paths
  const [get, post] = [node.view('GET'), node.view('POST')]
  if (post && isBulk(node)) return bulkCreate(post, draft)
  if (post && isCreateTail(node) && collection?.methods.has('POST') !== true)
    return create(post, draft, true)
  if (get && isListTail(node) && collection?.methods.has('GET') !== true) return list(get, draft)
  return undefined
}

/** What the operations on a collection, and the literals below it, do. */
export const inferCollectionRoles = (draft: ResourceDraft): readonly FoundRole[] => {
  const { collection, belowCollection } = draft.paths
  const [get, post, remove] = ['GET', 'POST', 'DELETE'].map((method) => collection?.view(method))
  return [
    get && list(get, draft),
    post && create(post, draft),
    remove && bulkDelete(remove, draft),
    ...belowCollection.map((node) => tail(node, draft)),
  ].filter((role) => role !== undefined)
}

/** True for a body that speaks of the same records as a resource does. */
export const speaksOf = (
  view: OperationView | undefined,
  { paths, record }: ResourceDraft,
): boolean => {
  if (!view || !record) return false
  const body = view.response?.body?.schema
  const list = view.listed(paths.noun)
  if (list?.isOpen) return false
  const shown = list?.view ?? findRecord(body, paths.noun)?.view
  return (
    shown !== undefined &&
    Math.min(overlap(shown, record.view), 1) >= 0.6 &&
    hasIdentityOf(shown, { paths, record })
  )
}

const hasIdentityOf = (view: SchemaView, { identity }: Partial<ResourceDraft>): boolean =>
  identity?.properties.every((path) => viewAt(view, path) !== undefined) ?? true
