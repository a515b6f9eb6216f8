import { plainName, singularName } from '../../lib/plain-name.js'
import type { PropertyPath } from '../resource-model.js'
import { isRecordList, isSameView, viewAt, type SchemaView } from './schema-view.js'

/** A record found in a body. */
export interface FoundRecord {
  readonly at: PropertyPath
  readonly view: SchemaView
}

const wrapperNames = /^(data|result|response|item|payload|entity|object|record|content|body|value)$/

const ownNames = /^(_?id|uuid|guid|gid|sid|key|slug|name)$/i

const isObjectView = (view: SchemaView | undefined): view is SchemaView =>
  view !== undefined &&
  !view.types.has('array') &&
  (view.types.has('object') || view.names.length > 0)

/** What a body is wrapped in: `{ user: {...} }`, `{ data: {...} }`; JSON:API keeps `attributes` inside. */
const wrapper = (body: SchemaView, noun: string): string | undefined => {
  if (body.names.some((name) => ownNames.test(name))) return undefined
  const objects = body.names.filter((name) => isObjectView(body.property(name)))
  const scalars = body.names.length - objects.length
  const named = objects.find((name) => singularName(name) === noun || plainName(name) === noun)
  if (named !== undefined && scalars <= 2) return named
  const usual = objects.find((name) => wrapperNames.test(plainName(name)))
  if (usual !== undefined && body.names.length <= 4) return usual
  const [only] = objects
  if (only !== undefined && body.names.length === 1) return only
  // `{ user_info: {...}, action }`: the one that begins or ends with the noun.
  const alike = objects.filter((name) => isLike(plainName(name), noun))
  return alike.length === 1 && body.names.length <= 3 ? alike[0] : undefined
}

const isLike = (name: string, noun: string): boolean =>
  noun.length > 2 && (name.startsWith(noun) || name.endsWith(noun))

/** The record in a body, `noun` being the singular of what it is; undefined where it holds none. */
export const findRecord = (body: SchemaView | undefined, noun: string): FoundRecord | undefined => {
  if (!isObjectView(body)) return undefined
  const outer = wrapper(body, noun)
  if (outer === undefined) return { at: [], view: body }
  const inner = viewAt(body, [outer]) as SchemaView
  const second = wrapper(inner, noun)
  return second !== undefined && singularName(second) === noun
    ? { at: [outer, second], view: viewAt(inner, [second]) as SchemaView }
    : { at: [outer], view: inner }
}

/** Which share of the properties of a request a record has too; 1 when nothing is known of either. */
export const overlap = (request: SchemaView, record: SchemaView): number => {
  if (isSameView(request, record)) return 1
  const known = new Set(record.names.map(plainName))
  const names = request.names.filter((name) => !isRecordList(request.property(name)))
  if (names.length === 0 || known.size === 0) return 1
  return names.filter((name) => known.has(plainName(name))).length / names.length
}
