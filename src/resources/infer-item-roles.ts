import type { PathNode } from './group-paths.js'
import { inferAction } from './infer-action.js'
import { findRecord, overlap, type FoundRecord } from './find-record.js'
import type { FoundRole } from './found-role.js'
import type { OperationView } from './operation-view.js'
import { isReadTail, pathText, type ResourceDraft } from './resource-draft.js'
import type { Identity, PropertyPath } from './resource-model.js'
import { viewAt, type SchemaView } from './schema-view.js'

/** A draft whose record and identity are known. */
export interface KnownDraft extends ResourceDraft {
  readonly record: NonNullable<ResourceDraft['record']>
  readonly identity: Identity
}

const removes = /\b(delet|remov|destroy|eras|purg|drop|revok|uninstall|unregist|discard)/i
const keeps =
  /\b(cancel|archiv|deactivat|disabl|suspend|clos|void|reset|clear|stop|unlock|restor|detach|unassign|empt|trash|decline|reject|terminat|abort)/i
const updates = /\b(updat|edit|modif|chang|patch|sets?\b|rename|replac|amend)/i
const makesNew =
  /\b(restor|cop(y|ies)|clon|duplicat|fork|creat|send|upload|start|run|submit|search|mov(e|es)\b|promot|transfer|merg)/i

/** The record that an operation answers, if it answers this resource's. */
export const answered = (view: OperationView, draft: ResourceDraft): FoundRecord | undefined => {
  const found = findRecord(view.response?.body?.schema, draft.paths.noun)
  if (!found || !draft.record) return undefined
  const has = draft.identity?.properties.some((path) => viewAt(found.view, path) !== undefined)
  return has === true || overlap(found.view, draft.record.view) >= 0.5 ? found : undefined
}

/** The record that an operation is given, if it is one of this resource or a part of one. */
export const given = (
  view: OperationView,
  draft: ResourceDraft,
  least: number,
): FoundRecord | undefined => {
  const found = findRecord(view.request?.schema, draft.paths.noun)
  if (!found || !draft.record) return undefined
  return overlap(found.view, draft.record.view) >= least ? found : undefined
}

/** The places of a record in request and response, where there are any. */
export const places = (
  request: FoundRecord | undefined,
  response: FoundRecord | undefined,
): { readonly requestAt?: PropertyPath; readonly responseAt?: PropertyPath } => ({
  ...(request && { requestAt: request.at }),
  ...(response && { responseAt: response.at }),
})

const itemName = ({ identity }: KnownDraft): string =>
  identity.properties
    .map((path, index) => `{${identity.parameters[index] ?? ''}} is ${pathText(path)}`)
    .join(', ')

const read = (view: OperationView, draft: KnownDraft): FoundRole | undefined => {
  if (!view.response?.body) {
    if (!view.keys.includes('204') || !view.keys.includes('404')) return undefined
    return { view, role: 'exists', confidence: 0.6, reason: 'answers 204 or 404, without a body' }
  }
  const response = answered(view, draft)
  const list = view.listed(draft.paths.noun)
  if (!response || (list?.isPlain === true && response.at.length === 0 && list.items.length === 0))
    return undefined
  return {
    view,
    role: 'read',
    confidence: 0.95,
    reason: `answers one item: ${itemName(draft)}`,
    responseAt: response.at,
  }
}

const remove = (view: OperationView, draft: KnownDraft): FoundRole => {
  const response = answered(view, draft)
  const isPlain = removes.test(view.text)
  const doubt = !isPlain && keeps.test(view.text)
  return {
    view,
    role: 'delete',
    confidence: doubt ? 0.4 : isPlain ? 0.9 : 0.7,
    reason: doubt
      ? 'DELETE on an item, but its words do not say that the item is gone afterwards'
      : `DELETE on an item: ${itemName(draft)}`,
    ...places(undefined, response),
  }
}

/** True when a body has all that a record must have: what it leaves out is meant to go. */
const isWhole = (
  body: SchemaView,
  { record, identity }: KnownDraft,
  create: SchemaView | undefined,
  text: string,
): boolean => {
  const least = create ?? record.view
  // The path says the identity: the body need not.
  const names = new Set(identity.properties.flatMap((path) => (path.length === 1 ? path : [])))
  const settable = [...least.required].filter(
    (name) => least.property(name)?.isReadOnly !== true && !names.has(name),
  )
  const missing = settable.filter((name) => !body.required.has(name))
  if (settable.length > 0) return missing.length === 0
  if (saysPart.test(text)) return false
  const others = least.names.filter((name) => !names.has(name))
  return others.filter((name) => body.names.includes(name)).length >= 0.8 * others.length
}

/** Words of those who change a part of a thing. */
const saysPart = /\b(edit|modif|patch|chang|partial)/i

const saysPartial =
  /\b(partial|only the fields|fields provided|provided (fields|parameters)|fields that are)/i

/** PUT with no body adds the item to a collection that nothing else adds to, where DELETE takes it out. */
const add = (view: OperationView, { paths }: KnownDraft): FoundRole | undefined => {
  const { collection, item } = paths
  const isThing =
    collection?.methods.has('POST') === true ||
    item?.methods.has('PATCH') === true ||
    item?.view('GET')?.response?.body !== undefined
  if (isThing || item?.methods.has('DELETE') !== true || view.response?.body) return undefined
  return {
    view,
    role: 'upsert',
    confidence: 0.6,
    reason: 'PUT without a body beside DELETE: the client names what is there',
  }
}

/** What may make an item, beside PUT on its path. */
const makersOf = (view: OperationView, draft: KnownDraft) => {
  const { collection } = draft.paths
  const isMade = collection?.methods.has('POST') === true || hasCreateTail(draft)
  // Where nothing else lists or makes such items, PUT does.
  const isOnly = !isMade && collection?.methods.has('GET') !== true
  return { isOnly, makes: view.keys.includes('201') || !isMade }
}

const put = (view: OperationView, draft: KnownDraft): FoundRole | undefined => {
  if (!view.request) return add(view, draft) ?? undocumented(view, draft)
  // A body that is little like the item is a part of it only where the words say so.
  const request = given(view, draft, updates.test(view.text) ? 0.2 : 0.5)
  if (!request) return undefined
  const post = draft.paths.collection?.view('POST')
  const create = findRecord(post?.request?.schema, draft.paths.noun)?.view
  const isPartial = saysPartial.test(view.text) || !isWhole(request.view, draft, create, view.text)
  const { isOnly, makes } = makersOf(view, draft)
  const base = { view, ...places(request, answered(view, draft)) }
  if (isPartial)
    return {
      ...base,
      role: isOnly ? 'upsert' : 'merge',
      confidence: makes ? 0.6 : 0.75,
      reason: isOnly
        ? 'PUT with a part of an item, which nothing else lists or makes'
        : 'PUT with a part of what a new item needs: what it leaves out stays',
    }
  return makes
    ? {
        ...base,
        role: 'upsert',
        confidence: 0.75,
        reason: 'PUT with a whole item, which it may make',
      }
    : { ...base, role: 'replace', confidence: 0.85, reason: 'PUT with a whole item' }
}

const hasCreateTail = ({ paths }: KnownDraft): boolean =>
  paths.belowCollection.some((node) => /\/(create|add|new|insert)$/.test(node.shape))

/** An update whose body nobody has described: its words say what it does, and it answers the item. */
const undocumented = (view: OperationView, draft: KnownDraft): FoundRole | undefined => {
  const response = answered(view, draft)
  if (!response || !updates.test(view.operation.summary ?? view.text)) return undefined
  return {
    view,
    role: 'merge',
    confidence: 0.6,
    reason: `${view.operation.method} on an item whose words say that it updates, without a documented body`,
    ...places(undefined, response),
  }
}

/** True for a list of steps (RFC 6902), alone or beside a comment. */
const holdsSteps = ({ mediaType, schema }: NonNullable<OperationView['request']>): boolean => {
  if (/json-patch/.test(mediaType) || schema.types.has('array')) return true
  return schema.names.some((name) => {
    const step = schema.property(name)?.items
    return step?.names.includes('op') === true && step.names.includes('path')
  })
}

const merge = (view: OperationView, draft: KnownDraft): FoundRole | undefined => {
  if (!view.request) return undocumented(view, draft)
  const isPatch = holdsSteps(view.request)
  const request = isPatch ? { at: [], view: draft.record.view } : given(view, draft, 0.3)
  if (!request) return undefined
  return {
    view,
    role: 'merge',
    confidence: 0.9,
    reason: `PATCH on an item: ${itemName(draft)}`,
    ...places(request, answered(view, draft)),
  }
}

/** POST on an item: Stripe's way to update; anything else it may mean is left to the mock. */
const post = (view: OperationView, draft: KnownDraft): FoundRole | undefined => {
  if (!updates.test(view.text) || makesNew.test(view.operation.summary ?? '')) return undefined
  const request = given(view, draft, 0.3)
  if (!view.request || !request || (view.response?.status === 201 && view.keys.includes('201')))
    return undefined
  return {
    view,
    role: 'merge',
    confidence: 0.75,
    reason: 'POST on an item, and its words say that it updates',
    ...places(request, answered(view, draft)),
  }
}

const exists = (view: OperationView): FoundRole => ({
  view,
  role: 'exists',
  confidence: 0.9,
  reason: 'HEAD on an item',
})

const ofItem = (draft: KnownDraft): readonly (FoundRole | undefined)[] => {
  const { item } = draft.paths
  const use = (
    method: string,
    infer: (view: OperationView, draft: KnownDraft) => FoundRole | undefined,
  ) => {
    const view = item?.view(method)
    return view && infer(view, draft)
  }
  return [
    use('GET', read),
    use('HEAD', exists),
    use('PUT', put),
    use('PATCH', merge),
    use('POST', post),
    use('DELETE', remove),
  ]
}

const lastText = ({ segments }: PathNode): string =>
  (segments.at(-1)?.text ?? '').replace(/^\{[^{}]+\}:/, '')

const action = (node: PathNode, draft: KnownDraft): FoundRole | undefined => {
  const view = node.view('POST') ?? node.view('PUT')
  if (!view || node.methods.has('GET') || node.methods.has('DELETE')) return undefined
  const { makes, target, verb } = inferAction(lastText(node), draft.record.view)
  if (makes) return undefined
  const response = wholeItem(view, draft)
  const isSilent = view.response !== undefined && !view.response.body
  const base = { view, role: 'action' as const, ...places(undefined, response) }
  if (target && (response || isSilent))
    return {
      ...base,
      action: target,
      confidence: 0.75,
      reason: `${verb} sets ${pathText(target.property)} to ${target.isTime === true ? 'the time' : String(target.value)}`,
    }
  const doubt = !response || node.methods.has('PUT')
  return {
    ...base,
    confidence: doubt ? 0.3 : 0.5,
    reason: doubt
      ? `${verb} names no property, and answers no item`
      : `${verb} names no property: the item stays as it is`,
  }
}

/** The item in an answer, when it is all of it and nothing else. */
const wholeItem = (view: OperationView, draft: KnownDraft): FoundRecord | undefined => {
  const found = answered(view, draft)
  if (!found) return undefined
  const isAll =
    overlap(found.view, draft.record.view) >= 0.8 && overlap(draft.record.view, found.view) >= 0.5
  return isAll ? found : undefined
}

/** `/configs/{id}/update` */
const update = (node: PathNode, draft: KnownDraft): FoundRole | undefined => {
  const view = node.view('POST') ?? node.view('PUT') ?? node.view('PATCH')
  const request = view && given(view, draft, 0.5)
  if (!view || !request) return undefined
  return {
    view,
    role: 'merge',
    confidence: 0.65,
    reason: `${lastText(node)} below an item`,
    ...places(request, answered(view, draft)),
  }
}

/** `/containers/{id}/json`, `/configs/{id}/update`, `/things/{id}/delete`: the item's roles by name. */
const tail = (node: PathNode, draft: KnownDraft): FoundRole | undefined => {
  const name = lastText(node).toLowerCase()
  const methods = draft.paths.item?.methods
  const get = node.view('GET')
  if (get && isReadTail(node) && methods?.has('GET') !== true) return read(get, draft)
  if (!get && /^(update|edit|modify)$/.test(name)) return update(node, draft)
  const gone = node.view('POST') ?? node.view('DELETE')
  const isDelete = /^(delete|remove|destroy)$/.test(name) && methods?.has('DELETE') !== true
  return gone && isDelete && !gone.request ? remove(gone, draft) : action(node, draft)
}

/** What the operations on an item, and the literals below it, do. */
export const inferItemRoles = (draft: KnownDraft): readonly FoundRole[] =>
  [...ofItem(draft), ...draft.paths.belowItem.map((node) => tail(node, draft))].filter(
    (role) => role !== undefined,
  )
