import { arrayOrEmpty, isObject, objectOrEmpty, own } from '../lib/json-object.js'
import { pointer as pointerOf, valueAt } from '../lib/json-pointer.js'
import type { CompiledSchema } from './contract.js'
import type { Example } from './example.js'
import { localPointer, type Located } from './resolver.js'
import type { SourceDocument } from './source-document.js'

/** The Example Object behind a name (OpenAPI 3.0.3 §4.7.19), after its reference. */
const exampleObject = (written: unknown, pointer: string, source: SourceDocument): Located => {
  const ref = isObject(written) ? own(written, '$ref') : undefined
  if (typeof ref !== 'string') return { value: objectOrEmpty(written), pointer }
  const at = localPointer(ref)
  const value = objectOrEmpty(at === undefined ? undefined : valueAt(source.document, at))
  return { value, pointer: at ?? pointer }
}

/** The examples of a Media Type or Parameter Object, in their order; `example` first. */
export const examplesOf = (
  { value: holder, pointer }: Located,
  source: SourceDocument,
): readonly Example[] => {
  const single = Object.hasOwn(holder, 'example')
    ? [{ name: undefined, value: holder['example'], pointer: `${pointer}/example` }]
    : []
  const named = Object.entries(objectOrEmpty(holder['examples'])).flatMap(([name, written]) => {
    const at = exampleObject(written, pointer + pointerOf('examples', name), source)
    if (!Object.hasOwn(at.value, 'value')) return []
    return [{ name, value: at.value['value'], pointer: `${at.pointer}/value` }]
  })
  return [...single, ...named]
}

/** The first example of a parameter or header, else the one of its schema. */
export const documentedExample = (
  holder: Located,
  schema: CompiledSchema | undefined,
  source: SourceDocument,
): unknown => {
  const documented = examplesOf(holder, source)[0]
  if (documented) return documented.value
  const at = objectOrEmpty(schema?.schema)
  return own(at, 'example') ?? arrayOrEmpty(at['examples'])[0]
}

/** The documented example of a parameter or header, else the default. */
export const firstExample = (
  holder: Located,
  schema: CompiledSchema | undefined,
  source: SourceDocument,
): unknown =>
  documentedExample(holder, schema, source) ?? own(objectOrEmpty(schema?.schema), 'default')
