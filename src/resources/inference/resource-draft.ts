import type { CollectionPaths, PathNode } from './group-paths.js'
import { inferIdentity } from './infer-identity.js'
import { findRecord, type FoundRecord } from './find-record.js'
import { contentOf, documentedResponse, type OperationView } from './operation-view.js'
import { ownParameters } from './path-families.js'
import type { Identity, PropertyPath, Resource } from '../resource-model.js'
import type { SchemaView } from './schema-view.js'

/** What a record of a resource is read off. */
export interface RecordSource extends FoundRecord {
  readonly operation: OperationView
  readonly inItems: boolean
  /** Where an item of a list holds the record, when it is not the record itself. */
  readonly itemAt?: PropertyPath
}

/** A collection whose records and their identity have been found. */
export interface ResourceDraft {
  readonly paths: CollectionPaths
  readonly record: RecordSource | undefined
  readonly identity: Identity | undefined
}

/** The operations that may show a record, the fullest first. */
const sourcesOf = ({ collection, item, belowItem, belowCollection }: CollectionPaths) => ({
  ofItem: [
    item?.view('GET'),
    ...belowItem.map((node) => (isReadTail(node) ? node.view('GET') : undefined)),
    item?.view('PUT'),
    item?.view('PATCH'),
    item?.view('POST'),
  ],
  ofCreate: [
    collection?.view('POST'),
    ...belowCollection.map((node) => (isCreateTail(node) ? node.view('POST') : undefined)),
  ],
  ofList: [
    collection?.view('GET'),
    ...belowCollection.map((node) => (isListTail(node) ? node.view('GET') : undefined)),
  ],
})

const lastText = ({ segments }: PathNode): string => segments.at(-1)?.text.toLowerCase() ?? ''

/** `/containers/{id}/json`: reads the item. */
export const isReadTail = (node: PathNode): boolean =>
  /^(json|get|info|details|show|view|inspect)$/.test(lastText(node))

/** `/containers/create` */
export const isCreateTail = (node: PathNode): boolean =>
  /^(create|add|new|insert)$/.test(lastText(node))

/** `/containers/json` */
export const isListTail = (node: PathNode): boolean =>
  /^(json|list|all|index)$/.test(lastText(node))

type Views = readonly (OperationView | undefined)[]

const bodyRecords = (views: Views, noun: string): readonly RecordSource[] =>
  views.flatMap((operation) => {
    const body = operation?.response?.body?.schema
    const found = findRecord(body, noun)
    if (!operation || !found || found.view.names.length === 0) return []
    const list = operation.listed(noun)
    return list?.isPlain === true && list.items.length > 0
      ? []
      : [{ ...found, operation, inItems: false }]
  })

const listRecords = (views: Views, noun: string): readonly RecordSource[] =>
  views.flatMap((operation) => {
    const list = operation?.listed(noun)
    if (!operation || !list || list.isOpen) return []
    const whole = { at: list.items, view: list.view, operation, inItems: true }
    const inner = findRecord(list.view, noun)
    if (!inner || inner.at.length === 0) return [whole]
    return [whole, { ...whole, view: inner.view, itemAt: inner.at }]
  })

/** Everything that shows a record, the fullest first; what is not asked for is not looked at. */
function* recordsOf(paths: CollectionPaths): Generator<RecordSource> {
  const { ofItem, ofCreate, ofList } = sourcesOf(paths)
  for (const one of [...ofItem, ...ofCreate]) yield* bodyRecords([one], paths.noun)
  yield* listRecords(ofList, paths.noun)
}

const requestOf = (paths: CollectionPaths): SchemaView | undefined => {
  const { ofCreate } = sourcesOf(paths)
  const create = ofCreate.find((view) => view?.request)
  return findRecord(create?.request?.schema, paths.noun)?.view
}

const anyOperation = (node: PathNode | undefined): OperationView | undefined => {
  const [method] = node?.methods ?? []
  return method === undefined ? undefined : node?.view(method)
}

/** Finds the record of a collection and the property that holds its identity. */
export const draftOf = (paths: CollectionPaths): ResourceDraft => {
  let first: RecordSource | undefined
  const names = ownParameters(paths)
  const parameters = anyOperation(paths.item)?.parameters ?? []
  const request = requestOf(paths)
  for (const record of recordsOf(paths)) {
    first ??= record
    const identity =
      names.length === 0
        ? undefined
        : inferIdentity(names, paths.noun, record.view, parameters, request)
    if (identity) return { paths, record, identity }
  }
  const record = first
  const identity =
    names.length === 0 && record ? plainIdentity(record.view, paths.noun, request) : undefined
  return { paths, record, identity }
}

/** The identity of records that no path leads to. */
const plainIdentity = (
  record: SchemaView,
  noun: string,
  request: SchemaView | undefined,
): Identity | undefined => {
  const found = inferIdentity(['id'], noun, record, [], request)
  return found && { ...found, parameters: [found.properties[0]?.at(-1) ?? 'id'] }
}

/** The representation that a model shows; its content is compiled when it is looked at. */
export const representationOf = ({
  operation,
  at,
  inItems,
  itemAt,
}: RecordSource): Resource['representation'] => {
  const response = documentedResponse(operation)
  const content = contentOf(response?.contents, operation.response?.body)
  if (!content) return undefined
  const place = { operation: operation.operation, content, at }
  return { ...place, ...(inItems && { inItems }), ...(itemAt && { itemAt }) }
}

/** A path as text, for reasons. */
export const pathText = (path: PropertyPath): string => path.join('.')
