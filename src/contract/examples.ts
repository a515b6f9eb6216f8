import { arrayOrEmpty, isObject, objectOrEmpty, own, type JsonObject } from '../lib/json-object.js'
import { valueAt } from '../lib/json-pointer.js'
import type { CompiledSchema } from './contract.js'
import { localPointer } from './resolver.js'
import type { SourceDocument } from './source-document.js'

/** A documented example; the one without a name comes from `example`. */
export interface Example {
  readonly name: string | undefined
  readonly value: unknown
}

/** The Example Object behind a name (OpenAPI 3.0.3 §4.7.19), after its reference. */
const exampleObject = (written: unknown, source: SourceDocument): JsonObject => {
  const ref = isObject(written) ? own(written, '$ref') : undefined
  if (typeof ref !== 'string') return objectOrEmpty(written)
  const at = localPointer(ref)
  return objectOrEmpty(at === undefined ? undefined : valueAt(source.document, at))
}

/** The examples of a Media Type or Parameter Object, in their order; `example` first. */
export const examplesOf = (holder: JsonObject, source: SourceDocument): readonly Example[] => {
  const single = Object.hasOwn(holder, 'example')
    ? [{ name: undefined, value: holder['example'] }]
    : []
  const named = Object.entries(objectOrEmpty(holder['examples'])).flatMap(([name, written]) => {
    const example = exampleObject(written, source)
    return Object.hasOwn(example, 'value') ? [{ name, value: example['value'] }] : []
  })
  return [...single, ...named]
}

/** The first example of a parameter or header, else the one of its schema. */
export const firstExample = (
  holder: JsonObject,
  schema: CompiledSchema | undefined,
  source: SourceDocument,
): unknown => {
  const documented = examplesOf(holder, source)[0]
  if (documented) return documented.value
  const at = objectOrEmpty(schema?.schema)
  return own(at, 'example') ?? arrayOrEmpty(at['examples'])[0] ?? own(at, 'default')
}
