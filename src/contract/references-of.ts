import { isObject, own, type JsonObject } from '../lib/json-object.js'
import { pointer as pointerOf } from '../lib/json-pointer.js'

/** What is written as a reference. */
type ReferenceKind = 'reference' | 'operation' | 'mapping' | 'example'

/** A reference in a document: the text, and the object and key that hold it. */
export interface WrittenReference {
  readonly text: string
  readonly holder: Record<string, unknown>
  readonly key: string
  /** JSON pointer of the text. */
  readonly pointer: () => string
  /** The `$id`s around it, the outermost first, with their JSON pointers. */
  readonly ids: readonly { readonly id: string; readonly pointer: string }[]
  readonly kind: ReferenceKind
}

/** Keys whose members have names; there, `example` and `$ref` are names like any other. */
const named = new Set([
  ...['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions', 'schemas'],
  ...['responses', 'parameters', 'requestBodies', 'headers', 'securitySchemes', 'links'],
  ...['callbacks', 'pathItems', 'paths', 'webhooks', 'content', 'encoding', 'mediaTypes'],
  ...['securityDefinitions', 'variables', 'additionalOperations'],
])

/** Keys that hold data, in which nothing is a reference. */
const data = new Set(['example', 'default', 'enum', 'const', 'value', 'x-example', 'x-examples'])

type Draft = Record<string, unknown>

/** Walks with the way to where it is: most values hold no reference, and need no pointer. */
class ReferenceWalk {
  readonly found: WrittenReference[] = []
  readonly #path: string[] = []
  #ids: WrittenReference['ids'] = []

  /** `isNamed`: whether the members have names. */
  visit(value: unknown, isNamed: boolean): void {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) this.#step(index, item)
    if (!isObject(value)) return
    const around = this.#ids
    if (!isNamed) this.#read(value as Draft)
    for (const key of Object.keys(value)) {
      const child = value[key]
      if (typeof child !== 'object' || child === null) continue
      if (isNamed) this.#step(key, child)
      else if (!data.has(key) && key !== 'examples')
        this.#step(key, child, named.has(key) && isObject(child))
    }
    this.#ids = around
  }

  #step(key: string | number, value: unknown, isNamed = false): void {
    if (typeof value !== 'object' || value === null) return
    this.#path.push(String(key))
    this.visit(value, isNamed)
    this.#path.pop()
  }

  #read(holder: Draft): void {
    const id = own(holder, '$id')
    if (typeof id === 'string')
      this.#ids = [...this.#ids, { id, pointer: pointerOf(...this.#path) }]
    this.#note(holder, '$ref', 'reference')
    this.#note(holder, 'operationRef', 'operation')
    const discriminator = own(holder, 'discriminator')
    const mapping = isObject(discriminator) ? own(discriminator, 'mapping') : undefined
    if (isObject(mapping))
      for (const key of Object.keys(mapping))
        this.#note(mapping as Draft, key, 'mapping', ['discriminator', 'mapping'])
    const examples = own(holder, 'examples')
    if (isObject(examples)) this.#readExamples(examples)
  }

  /** Example Objects may be references, or name a file with their value. */
  #readExamples(examples: JsonObject): void {
    for (const [name, example] of Object.entries(examples)) {
      if (!isObject(example)) continue
      this.#note(example as Draft, '$ref', 'reference', ['examples', name])
      this.#note(example as Draft, 'externalValue', 'example', ['examples', name])
    }
  }

  #note(holder: Draft, key: string, kind: ReferenceKind, below: readonly string[] = []): void {
    const text = own(holder, key)
    if (typeof text !== 'string') return
    const path = [...this.#path, ...below, key]
    const pointer = () => pointerOf(...path)
    this.found.push({ text, holder, key, pointer, ids: this.#ids, kind })
  }
}

/** Every reference of a document in its order: `$ref`, `operationRef`, mappings, `externalValue`. */
export const referencesOf = (document: unknown): readonly WrittenReference[] => {
  const walk = new ReferenceWalk()
  walk.visit(document, false)
  return walk.found
}
