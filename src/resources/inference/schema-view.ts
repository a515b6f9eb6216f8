import {
  arrayOrEmpty,
  isObject,
  objectOrEmpty,
  own,
  type JsonObject,
} from '../../lib/json-object.js'
import { valueAt } from '../../lib/json-pointer.js'

/**
 * What can be read off a schema as it is written, through references and compositions, without
 * compiling it.
 */
export interface SchemaView {
  /** The objects it is composed of; two views of one description have the same ones. */
  readonly parts: readonly JsonObject[]
  readonly types: ReadonlySet<string>
  readonly format: string | undefined
  readonly pattern: string | undefined
  /** The values it is limited to; empty: not limited. */
  readonly values: readonly unknown[]
  readonly names: readonly string[]
  readonly required: ReadonlySet<string>
  readonly isReadOnly: boolean
  readonly property: (name: string) => SchemaView | undefined
  /** An item of an array; undefined when it is no array. */
  readonly items: SchemaView | undefined
}

/** Reads a schema, a Reference Object among them. */
type ViewOf = (schema: unknown) => SchemaView

/** Reads a document as it is written; each schema and reference is looked up once. */
export interface DocumentReader {
  readonly viewOf: ViewOf
  /** What stands at the end of a chain of references inside the document; an empty object for nothing. */
  readonly follow: (value: unknown) => JsonObject
}

const maxHops = 20

const createFollow = (document: JsonObject): DocumentReader['follow'] => {
  const known = new Map<string, unknown>()
  const targetOf = (ref: string): unknown => {
    if (!known.has(ref)) known.set(ref, valueAt(document, decoded(ref.slice(1))))
    return known.get(ref)
  }
  return (value) => {
    let at: unknown = value
    for (let hops = 0; hops < maxHops && isObject(at); hops++) {
      const ref = own(at, '$ref')
      if (typeof ref !== 'string') return at
      at = ref.startsWith('#') ? targetOf(ref) : undefined
    }
    return {}
  }
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const partsOf = (
  follow: DocumentReader['follow'],
  schema: unknown,
  found: Set<JsonObject>,
  hops = 0,
): Set<JsonObject> => {
  if (!isObject(schema) || hops > maxHops) return found
  const target = follow(schema)
  if (found.has(target)) return found
  found.add(target)
  for (const keyword of ['allOf', 'anyOf', 'oneOf'])
    for (const part of arrayOrEmpty(own(target, keyword))) partsOf(follow, part, found, hops + 1)
  return found
}

class View implements SchemaView {
  readonly parts: readonly JsonObject[]
  readonly #viewOf: ViewOf
  readonly #properties = new Map<string, SchemaView | undefined>()
  #names: readonly string[] | undefined
  #types: ReadonlySet<string> | undefined
  #items: { readonly view: SchemaView | undefined } | undefined

  constructor(parts: readonly JsonObject[], viewOf: ViewOf) {
    this.parts = parts
    this.#viewOf = viewOf
  }

  get names() {
    return (this.#names ??= [
      ...new Set(this.parts.flatMap((part) => Object.keys(objectOrEmpty(own(part, 'properties'))))),
    ])
  }
  get types() {
    return (this.#types ??= new Set(
      this.parts.flatMap((part) => {
        const type = own(part, 'type')
        if (type !== undefined) return [type].flat().map(String)
        if (isObject(own(part, 'properties'))) return ['object']
        return isObject(own(part, 'items')) ? ['array'] : []
      }),
    ))
  }
  get format() {
    return this.#text('format')
  }
  get pattern() {
    return this.#text('pattern')
  }
  get values() {
    return this.parts.flatMap((part) => arrayOrEmpty(own(part, 'enum')))
  }
  get required() {
    return new Set(this.parts.flatMap((part) => arrayOrEmpty(own(part, 'required')).map(String)))
  }
  get isReadOnly() {
    return this.parts.some((part) => own(part, 'readOnly') === true)
  }
  get items() {
    const found = () => this.parts.map((part) => own(part, 'items')).find(isObject)
    this.#items ??= {
      view: this.types.has('array') ? viewOrNone(found(), this.#viewOf) : undefined,
    }
    return this.#items.view
  }
  readonly property = (name: string): SchemaView | undefined => {
    if (this.#properties.has(name)) return this.#properties.get(name)
    const written = this.parts
      .map((part) => own(objectOrEmpty(own(part, 'properties')), name))
      .filter(isObject)
    const schema = written.length > 1 ? { allOf: written } : written[0]
    const found = viewOrNone(schema, this.#viewOf)
    this.#properties.set(name, found)
    return found
  }

  #text(keyword: string): string | undefined {
    const value = this.parts.map((part) => own(part, keyword)).find((one) => one !== undefined)
    return typeof value === 'string' ? value : undefined
  }
}

const viewOrNone = (schema: unknown, viewOf: ViewOf): SchemaView | undefined =>
  schema === undefined ? undefined : viewOf(schema)

/** Makes the reader of a document. */
export const createDocumentReader = (document: JsonObject): DocumentReader => {
  const follow = createFollow(document)
  const known = new WeakMap<JsonObject, SchemaView>()
  const viewOf: ViewOf = (schema) => {
    const written = follow(schema)
    const view = known.get(written) ?? new View([...partsOf(follow, written, new Set())], viewOf)
    known.set(written, view)
    return view
  }
  return { viewOf, follow }
}

/** The property of a view at the end of a way of names. */
export const viewAt = (
  view: SchemaView | undefined,
  path: readonly string[],
): SchemaView | undefined =>
  path.reduce<SchemaView | undefined>((at, name) => at?.property(name), view)

/** True for an array of objects: a list of records. */
export const isRecordList = (view: SchemaView | undefined): boolean =>
  view?.items !== undefined && (view.items.types.has('object') || view.items.names.length > 0)

/** True when two views describe the same thing: the same schema object is part of both. */
export const isSameView = (a: SchemaView, b: SchemaView): boolean => {
  const named = a.parts.filter((part) => isObject(own(part, 'properties')))
  return named.length > 0 && named.every((part) => b.parts.includes(part))
}
