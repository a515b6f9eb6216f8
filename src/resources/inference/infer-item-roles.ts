import type { PathNode } from './group-paths.js'
import { inferAction } from './infer-action.js'
import { overlap, type FoundRecord } from './find-record.js'
import type { FoundRole } from './found-role.js'
import { inferItemChanges } from './infer-item-changes.js'
import type { OperationView } from './operation-view.js'
import { answered, given, itemName, places, type KnownDraft } from './known-draft.js'
import { isReadTail, pathText } from './resource-draft.js'

const removes = /\b(delet|remov|destroy|eras|purg|drop|revok|uninstall|unregist|discard)/i
const keeps =
  /\b(cancel|archiv|deactivat|disabl|suspend|clos|void|reset|clear|stop|unlock|restor|detach|unassign|empt|trash|decline|reject|terminat|abort)/i

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
  return [use('GET', read), use('HEAD', exists), ...inferItemChanges(draft), use('DELETE', remove)]
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
