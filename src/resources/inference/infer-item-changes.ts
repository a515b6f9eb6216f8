import { findRecord } from './find-record.js'
import type { FoundRole } from './found-role.js'
import type { OperationView } from './operation-view.js'
import { answered, given, itemName, places, type KnownDraft } from './known-draft.js'
import type { SchemaView } from './schema-view.js'

const updates = /\b(updat|edit|modif|chang|patch|sets?\b|rename|replac|amend)/i
const makesNew =
  /\b(restor|cop(y|ies)|clon|duplicat|fork|creat|send|upload|start|run|submit|search|mov(e|es)\b|promot|transfer|merg)/i

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

/** What PUT, PATCH and POST on an item do. */
export const inferItemChanges = (draft: KnownDraft): readonly FoundRole[] => {
  const use = (
    method: string,
    infer: (view: OperationView, draft: KnownDraft) => FoundRole | undefined,
  ) => {
    const view = draft.paths.item?.view(method)
    return view && infer(view, draft)
  }
  return [use('PUT', put), use('PATCH', merge), use('POST', post)].filter(
    (role) => role !== undefined,
  )
}
