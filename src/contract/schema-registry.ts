import { isObject, objectOrEmpty, own, stringOr, type JsonObject } from '../lib/json-object.js'
import { valueAt } from '../lib/json-pointer.js'
import type { JsonSchema } from '../lib/json-schema.js'
import type { Direction } from './contract.js'
import { normaliseSchema, type NormaliseContext } from './normalise-schema.js'
import { localPointer } from './resolver.js'
import type { SchemaIndex } from './schema-index.js'
import type { SourceDocument } from './source-document.js'
import {
  bare,
  createSubtypes,
  nameOfBare,
  ofBareBases,
  withSubtypes,
  type Subtypes,
} from './subtypes.js'

/** The normalised schemas of a document by the names that their `$ref`s use. */
export interface SchemaRegistry {
  /** The name of the schema at a JSON pointer: a URI. */
  readonly nameAt: (pointer: string) => string
  readonly lookup: (name: string) => JsonSchema | undefined
}

/** Dynamic anchors in scope (JSON Schema 2020-12 §7.1): the outermost one of a name counts. */
type Scope = ReadonlyMap<string, string>

/** The scope in which the schema at a JSON pointer is read. */
type Enter = (pointer: string, scope: Scope) => Scope

const prefix = 'schema:'

const encoded = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'))

const nameIn = (pointer: string, scope: Scope): string =>
  prefix + encoded(pointer) + (scope.size === 0 ? '' : `?${encoded(JSON.stringify([...scope]))}`)

const pointerIn = (name: string): string =>
  name.startsWith(prefix)
    ? decodeURIComponent(name.slice(prefix.length).split('?')[0] as string)
    : name

/** The JSON pointer in a name of the registry; another text as it is. */
export const pointerOfName = (name: string): string => pointerIn(nameOfBare(name) ?? name)

const scopeOf = (name: string): Scope => {
  const text = name.split('?')[1]
  return new Map(
    text === undefined ? [] : (JSON.parse(decodeURIComponent(text)) as [string, string][]),
  )
}

const targetAt = (document: JsonObject, pointer: string | undefined): unknown =>
  pointer === undefined ? undefined : valueAt(document, pointer)

const dynamicAnchorAt = (document: JsonObject, pointer: string | undefined) => {
  const schema = targetAt(document, pointer)
  return isObject(schema) ? stringOr(own(schema, '$dynamicAnchor')) : undefined
}

/** Where a `$dynamicRef` leads: the outermost anchor of its name in scope, else as a `$ref` does. */
const dynamicTarget = (
  document: JsonObject,
  ref: string,
  pointer: string | undefined,
  scope: Scope,
): string => {
  const anchor = dynamicAnchorAt(document, pointer)
  const isDynamic = anchor !== undefined && ref.endsWith(`#${anchor}`)
  return (isDynamic ? scope.get(anchor) : undefined) ?? pointer ?? ref
}

/** How the schemas of a document are read: below a base URI, in the scope of dynamic anchors. */
const createContexts = (
  document: JsonObject,
  shared: Pick<NormaliseContext, 'direction' | 'foreign' | 'legacy'>,
  index: SchemaIndex,
) => {
  const { legacy } = shared
  const entered: Enter = (pointer, scope) =>
    legacy ? scope : new Map([...index.dynamicAt(pointer), ...scope])
  const contextOf = (base: string, scope: Scope): NormaliseContext => {
    const find = (ref: string) => (legacy ? localPointer(ref) : index.find(ref, base))
    const name = (pointer: string) => nameIn(pointer, entered(pointer, scope))
    return {
      ...shared,
      target: (ref) => targetAt(document, find(ref)),
      nameOf: (ref) => name(find(ref) ?? localPointer(ref) ?? ref),
      dynamicNameOf: (ref) => name(dynamicTarget(document, ref, find(ref), scope)),
      below: (id) => contextOf(index.baseOf(id, base), scope),
    }
  }
  return { entered, contextOf }
}

/** Puts the schema at a pointer in its place among those with a discriminator. */
const inHierarchy = (document: JsonObject, subtypes: Subtypes) => {
  const hasDiscriminator = (pointer: string): boolean =>
    isObject(own(objectOrEmpty(targetAt(document, pointer)), 'discriminator'))
  return (schema: JsonSchema, pointer: string, nameOf: (pointer: string) => string) => {
    const below = hasDiscriminator(pointer) ? subtypes.below(pointer) : []
    return ofBareBases(withSubtypes(schema, below.map(nameOf)), (ref) => {
      const base = pointerOfName(ref)
      return hasDiscriminator(base) && subtypes.below(base).includes(pointer)
    })
  }
}

/**
 * The schemas of one direction, each normalised at its first use; the names of properties that only
 * the other direction may carry are collected in `foreign`.
 */
export const createSchemaRegistry = (
  source: SourceDocument,
  direction: Direction,
  index: SchemaIndex,
  foreign: Set<string>,
): SchemaRegistry => {
  const { document } = source
  const legacy = !/^3\.[1-9]/.test(String(document['openapi']))
  const schemas = new Map<string, JsonSchema>()
  const { entered, contextOf } = createContexts(document, { direction, foreign, legacy }, index)
  const place = inHierarchy(document, createSubtypes(document))
  const read = (name: string): JsonSchema | undefined => {
    const pointer = pointerOfName(name)
    const written = valueAt(document, pointer)
    if (written === undefined) return undefined
    const scope = scopeOf(name)
    const base = legacy ? '' : index.baseAt(pointer)
    const schema = normaliseSchema(written, contextOf(base, scope))
    // Replies are as they are documented: a server may know more kinds than the document.
    return direction === 'request'
      ? place(schema, pointer, (at) => nameIn(at, entered(at, scope)))
      : schema
  }
  const lookup = (name: string): JsonSchema | undefined => {
    const known = schemas.get(name)
    const whole = nameOfBare(name)
    if (known !== undefined || (whole === undefined && !name.startsWith(prefix))) return known
    const found = whole === undefined ? read(name) : lookup(whole)
    const schema = whole === undefined || found === undefined ? found : bare(found)
    if (schema !== undefined) schemas.set(name, schema)
    return schema
  }
  return { nameAt: (pointer) => nameIn(pointer, entered(pointer, new Map())), lookup }
}
