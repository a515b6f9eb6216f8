import { isObject, own, type JsonObject } from '../lib/json-object.js'
import { escapeToken } from '../lib/json-pointer.js'

/** A reference in a document: the text, and the object and key that hold it. */
export interface WrittenReference {
  readonly text: string
  readonly holder: Record<string, unknown>
  readonly key: string
  /** JSON pointer of the holder. */
  readonly pointer: string
  /** The `$id`s around it, the outermost first, with their JSON pointers. */
  readonly ids: readonly { readonly id: string; readonly pointer: string }[]
  readonly kind: 'reference' | 'operation' | 'mapping' | 'example'
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

interface Step {
  readonly value: unknown
  readonly pointer: string
  readonly ids: WrittenReference['ids']
  /** Whether the members have names. */
  readonly isNamed: boolean
}

const ownReferences = (holder: Draft, { pointer, ids }: Step): readonly WrittenReference[] => {
  const keys = { $ref: 'reference', operationRef: 'operation' } as const
  const plain = Object.entries(keys).flatMap(([key, kind]) => {
    const text = own(holder, key)
    return typeof text === 'string' ? [{ text, holder, key, pointer, ids, kind }] : []
  })
  const mapping = isObject(holder['discriminator']) ? holder['discriminator']['mapping'] : undefined
  if (!isObject(mapping)) return plain
  const at = `${pointer}/discriminator/mapping`
  const mapped = Object.entries(mapping).flatMap(([key, text]) =>
    typeof text === 'string'
      ? [{ text, holder: mapping as Draft, key, pointer: at, ids, kind: 'mapping' as const }]
      : [],
  )
  return [...plain, ...mapped]
}

/** Example Objects may be references, or name a file with their value. */
const exampleReferences = (
  examples: unknown,
  { pointer, ids }: Step,
): readonly WrittenReference[] =>
  Object.entries(isObject(examples) ? examples : {}).flatMap(([name, example]) => {
    if (!isObject(example)) return []
    const kinds = { $ref: 'reference', externalValue: 'example' } as const
    return Object.entries(kinds).flatMap(([key, kind]) => {
      const text = own(example, key)
      const at = `${pointer}/examples/${escapeToken(name)}`
      const holder = example as Draft
      return typeof text === 'string' ? [{ text, holder, key, pointer: at, ids, kind }] : []
    })
  })

const idsBelow = (holder: JsonObject, { ids, pointer }: Step): WrittenReference['ids'] => {
  const id = own(holder, '$id')
  return typeof id === 'string' ? [...ids, { id, pointer }] : ids
}

/** Every reference of a document in its order: `$ref`, `operationRef`, discriminator mappings, `externalValue`. */
export const referencesOf = (document: unknown): readonly WrittenReference[] => {
  const found: WrittenReference[] = []
  const waiting: Step[] = [{ value: document, pointer: '', ids: [], isNamed: false }]
  const seen = new Set<object>()
  for (let step = waiting.pop(); step; step = waiting.pop()) {
    const { value, pointer, isNamed } = step
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    // A YAML alias: what it shares is rewritten once.
    seen.add(value)
    const isHolder = isObject(value) && !isNamed
    const here = isHolder ? { ...step, ids: idsBelow(value, step) } : step
    if (isHolder) found.push(...ownReferences(value as Draft, here))
    if (isHolder) found.push(...exampleReferences(own(value, 'examples'), here))
    for (const [key, child] of Object.entries(value).reverse()) {
      if (isHolder && (data.has(key) || key === 'examples')) continue
      const below = isHolder && named.has(key) && isObject(child)
      waiting.push({
        value: child,
        pointer: `${pointer}/${escapeToken(key)}`,
        ids: here.ids,
        isNamed: below,
      })
    }
  }
  return found
}
