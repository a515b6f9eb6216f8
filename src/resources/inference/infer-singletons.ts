import type { CollectionPaths, PathNode } from './group-paths.js'
import { nounOf } from './infer-identity.js'
import { findRecord, overlap } from './find-record.js'
import type { FoundRole } from './found-role.js'
import type { OperationView } from './operation-view.js'
import type { RecordSource } from './resource-draft.js'
import { isSameView, type SchemaView } from './schema-view.js'

/** A path under which there is one thing, and what its operations do. */
export interface FoundSingleton {
  readonly node: PathNode
  readonly record: RecordSource
  readonly roles: readonly FoundRole[]
}

/** Things that are read only, but that a person knows there is one of. */
const persons =
  /^(me|myself|whoami|profile|account|settings|preferences|config|configuration|self)$/i

const recordIn = (view: OperationView | undefined, noun: string): RecordSource | undefined => {
  const body = view?.response?.body?.schema
  const found = findRecord(body, noun)
  if (!view || !found || found.view.names.length === 0) return undefined
  const list = view.listed(noun)
  return list?.isPlain === true ? undefined : { ...found, operation: view, inItems: false }
}

/** A write of the same thing: most of what it is given is in what is read. */
const write = (
  view: OperationView | undefined,
  noun: string,
  record: SchemaView,
  role: 'replace' | 'merge' | 'upsert',
): FoundRole | undefined => {
  const request = findRecord(view?.request?.schema, noun)
  if (!view || !request || overlap(request.view, record) < 0.5) return undefined
  const response = findRecord(view.response?.body?.schema, noun)
  const isSame = response && overlap(response.view, record) >= 0.5
  if (response && isSame !== true) return undefined
  return {
    view,
    role,
    confidence: 0.75,
    reason: `${view.operation.method} with what GET answers: there is one of it`,
    requestAt: request.at,
    ...(response && { responseAt: response.at }),
  }
}

const isSubset = (body: SchemaView, record: SchemaView): boolean =>
  record.names.some(
    (name) => !body.names.includes(name) && record.property(name)?.isReadOnly !== true,
  )

const writesOf = (node: PathNode, noun: string, record: SchemaView): readonly FoundRole[] => {
  const put = node.view('PUT')
  const body = findRecord(put?.request?.schema, noun)?.view
  // Where nothing is required, a part of it would do: to leave something out is not to remove it.
  const isPart =
    body !== undefined &&
    (isSubset(body, record) || (body.required.size === 0 && !/\breplac/i.test(put?.text ?? '')))
  const role = node.methods.has('DELETE') ? 'upsert' : isPart ? 'merge' : 'replace'
  return [write(put, noun, record, role), write(node.view('PATCH'), noun, record, 'merge')].filter(
    (found) => found !== undefined,
  )
}

const readOf = (
  view: OperationView,
  record: RecordSource,
  writes: number,
  isKnown: boolean,
): FoundRole => ({
  view,
  role: 'read',
  confidence: writes > 0 ? 0.85 : isKnown ? 0.6 : 0.4,
  reason:
    writes > 0 || isKnown
      ? 'GET answers one thing, without an identity'
      : 'GET answers one thing that nothing changes',
  responseAt: record.at,
})

/** Finds a singleton at a path that ends in a literal; `above` is the record of what it lies below. */
export const inferSingleton = (
  node: PathNode,
  above: SchemaView | undefined,
): FoundSingleton | undefined => {
  const literal = node.segments.at(-1)?.text ?? ''
  const noun = nounOf(literal)
  const get = node.view('GET')
  const record = recordIn(get, noun)
  const body = get?.response?.body?.schema
  // `/pods/{name}/status` answers the pod: it is no thing of its own.
  if (!get || !record || (above && body && isSameView(body, above))) return undefined
  const writes = writesOf(node, noun, record.view)
  const roles = [readOf(get, record, writes.length, persons.test(literal)), ...writes]
  const remove = node.view('DELETE')
  if (remove && writes.some(({ role }) => role === 'upsert'))
    roles.push({
      view: remove,
      role: 'delete',
      confidence: 0.7,
      reason: 'DELETE beside PUT: there is one of it, or none',
    })
  return { node, record, roles }
}

/** The paths of a singleton, in the form of a collection's. */
export const singletonPaths = ({ node }: FoundSingleton): CollectionPaths => ({
  shape: node.shape,
  segments: node.segments,
  noun: nounOf(node.segments.at(-1)?.text ?? ''),
  collection: node,
  belowCollection: [],
  belowItem: [],
})
