import { isObject, own, type JsonObject } from '../lib/json-object.js'
import { escapeToken, valueAt } from '../lib/json-pointer.js'
import { localPointer } from './resolver.js'

/** Finds schemas by `$id`, `$anchor` and `$dynamicAnchor` (JSON Schema 2020-12 §8.2). */
export interface SchemaIndex {
  /** The base URI at a JSON pointer: that of the nearest `$id` above. */
  readonly baseAt: (pointer: string) => string
  /** The base URI below an `$id`. */
  readonly baseOf: (id: string, base: string) => string
  /** The JSON pointer that a reference leads to; undefined when it leads out of the document. */
  readonly find: (ref: string, base: string) => string | undefined
  /** The dynamic anchors that the schema at a JSON pointer brings into scope, by name. */
  readonly dynamicAt: (pointer: string) => ReadonlyMap<string, string>
}

/** The base of a document that says none. */
const documentBase = 'document://contract/'

/** Data that may look like schemas. */
const data = new Set(['example', 'examples', 'enum', 'const'])

const resolved = (ref: string, base: string): string | undefined =>
  URL.canParse(ref, base) ? new URL(ref, base).href : undefined

const withoutFragment = (uri: string): string => uri.split('#')[0] as string

/** What one walk over the document finds. */
interface Found {
  readonly resources: Map<string, string>
  readonly bases: Map<string, string>
  readonly anchors: Map<string, string>
  readonly dynamic: { readonly name: string; readonly pointer: string }[]
}

const note = (schema: JsonObject, pointer: string, base: string, found: Found): string => {
  const { $id: id, $anchor: anchor, $dynamicAnchor: dynamic } = schema
  const uri = typeof id === 'string' ? resolved(id, base) : undefined
  const here = uri === undefined ? base : withoutFragment(uri)
  if (uri !== undefined) {
    found.bases.set(pointer, here)
    if (!found.resources.has(here)) found.resources.set(here, pointer)
  }
  for (const name of [anchor, dynamic])
    if (typeof name === 'string' && !found.anchors.has(`${here}#${name}`))
      found.anchors.set(`${here}#${name}`, pointer)
  if (typeof dynamic === 'string') found.dynamic.push({ name: dynamic, pointer })
  return here
}

const walk = (document: JsonObject, root: string): Found => {
  const found: Found = {
    resources: new Map([[root, '']]),
    bases: new Map(),
    anchors: new Map(),
    dynamic: [],
  }
  const waiting: [unknown, string, string][] = [[document, '', root]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, pointer, base] = next
    if (typeof value !== 'object' || value === null) continue
    const here = isObject(value) ? note(value, pointer, base, found) : base
    const entries = Object.entries(value).reverse()
    for (const [key, child] of entries)
      if (!data.has(key)) waiting.push([child, `${pointer}/${escapeToken(key)}`, here])
  }
  return found
}

/** The schema that a pointer belongs to as a whole: the nearest with an `$id`, else the component. */
const wholeOf = (pointer: string, bases: ReadonlyMap<string, string>): string => {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/')))
    if (bases.has(at)) return at
  if (!pointer.startsWith('/components/schemas/')) return pointer
  return pointer.split('/').slice(0, 4).join('/')
}

/** An index of a document, made by one walk over it at the first question. */
export const createSchemaIndex = (document: JsonObject): SchemaIndex => {
  const self = own(document, '$self')
  const root = (typeof self === 'string' && resolved(self, documentBase)) || documentBase
  let made: Found | undefined
  const index = () => (made ??= walk(document, root))
  const baseOf = (id: string, base: string) => withoutFragment(resolved(id, base) ?? base)
  const inResource = (uri: string, fragment: string): string | undefined => {
    const start = index().resources.get(uri)
    if (start === undefined) return undefined
    if (fragment !== '' && !fragment.startsWith('/'))
      return index().anchors.get(`${uri}#${fragment}`)
    const pointer = start + fragment
    // Many write #/components/... below an $id and mean the document.
    return valueAt(document, pointer) === undefined && fragment !== '' ? fragment : pointer
  }
  return {
    baseAt: (pointer) => index().bases.get(wholeOf(pointer, index().bases)) ?? root,
    baseOf,
    find: (ref, base) => {
      const local = localPointer(ref)
      if (local !== undefined) return inResource(base, local)
      const uri = resolved(ref, base)
      const fragment = localPointer(uri?.slice(withoutFragment(uri).length) || '#') ?? ''
      return uri === undefined ? undefined : inResource(withoutFragment(uri), fragment)
    },
    dynamicAt: (pointer) => {
      const { dynamic, bases } = index()
      if (dynamic.length === 0) return new Map()
      const whole = wholeOf(pointer, bases)
      const inside = dynamic.filter((one) => wholeOf(one.pointer, bases) === whole)
      return new Map(inside.map((one) => [one.name, one.pointer]))
    },
  }
}
