import { findRecord, overlap, type FoundRecord } from './find-record.js'
import type { OperationView } from './operation-view.js'
import { pathText, type ResourceDraft } from './resource-draft.js'
import type { Identity, PropertyPath } from '../resource-model.js'
import { viewAt } from './schema-view.js'

/** A draft whose record and identity are known. */
export interface KnownDraft extends ResourceDraft {
  readonly record: NonNullable<ResourceDraft['record']>
  readonly identity: Identity
}

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

/** The path parameters of an item and what they are, in words. */
export const itemName = ({ identity }: KnownDraft): string =>
  identity.properties
    .map((path, index) => `{${identity.parameters[index] ?? ''}} is ${pathText(path)}`)
    .join(', ')
