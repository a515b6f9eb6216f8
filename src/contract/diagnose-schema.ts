import { SetupError, type Violation } from '../errors.js'
import { arrayOrEmpty, isObject, own } from '../lib/json-object.js'
import { isJson } from '../lib/media-type.js'
import type { CompileContext } from './compile-context.js'
import type { Severity } from './contract-faults.js'
import type { CompiledSchema, Direction, Judge } from './contract.js'
import { exampleFault } from './example-fault.js'
import { examplesOf } from './examples.js'
import type { OpenApiObject } from './open-api-objects.js'
import { schemaFaults } from './schema-faults.js'
import { subschemas } from './subschemas.js'

/** Notes what is wrong with a schema, and what an operation has of it. */
type Note = (fault: SetupError, severity?: Severity) => void

/** What one direction alone forbids says nothing about an example, which serves both. */
const isOfDirection = ({ rule }: Violation): boolean => rule === 'readOnly' || rule === 'writeOnly'

const violationsOf = (schema: CompiledSchema, value: unknown): readonly Violation[] =>
  schema.validate(value, { location: 'body', pointer: '' }).filter((one) => !isOfDirection(one))

/** Judges values in the directions in which they may be sent; the one that fits better counts. */
const judge = (
  pointer: string,
  value: unknown,
  { schemas }: CompileContext,
  { holds, isThorough }: Judge,
  directions: readonly Direction[],
): readonly Violation[] | undefined => {
  const compiled = directions.map((direction) => schemas.at(pointer, direction))
  if (compiled.some((schema) => holds(schema, value))) return undefined
  const [first] = compiled
  if (!isThorough && first?.isSlow) return []
  const found = compiled.map((schema) => violationsOf(schema, value))
  if (found.some((violations) => violations.length === 0)) return undefined
  return found.sort((a, b) => a.length - b.length)[0]
}

const both = ['response', 'request'] as const

/** The examples and the default of a schema, and of those inside it, one schema a step. */
function* sampleFaults(
  root: OpenApiObject,
  context: CompileContext,
  judgement: Judge,
  note: Note,
): Generator<void> {
  const waiting: [unknown, string][] = [[root.value, root.pointer]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [schema, pointer] = next
    if (!isObject(schema)) continue
    waiting.push(...subschemas(schema, pointer).reverse())
    const listed = arrayOrEmpty(own(schema, 'examples'))
    const samples = [
      ...(Object.hasOwn(schema, 'example') ? [['example', schema['example'], '/example']] : []),
      ...listed.map((value, index) => ['example', value, `/examples/${index}`]),
      ...(Object.hasOwn(schema, 'default') ? [['default', schema['default'], '/default']] : []),
    ] as [what: 'example' | 'default', value: unknown, at: string][]
    for (const [what, value, at] of samples) {
      const violations = judge(pointer, value, context, judgement, both)
      if (violations) note(exampleFault(what, violations, context.source.place(pointer + at)))
    }
    if (samples.length > 0) yield
  }
}

/**
 * Checks a Schema Object and those inside it: keywords, references and patterns, then examples and
 * defaults.
 */
export function* diagnoseSchema(
  root: OpenApiObject,
  context: CompileContext,
  judgement: Judge,
  note: Note,
): Generator<void> {
  const { source, schemas } = context
  let isSound = true
  for (const fault of schemaFaults(root.value, root.pointer, schemas.rules)) {
    const { code, message, pointer, fix } = fault
    const isContradiction = code === 'contract-unsatisfiable'
    // What is optional can be left out.
    const severity = isContradiction ? 'warning' : 'error'
    note(new SetupError(code, message, source.place(pointer), fix), severity)
    isSound &&= isContradiction
  }
  yield
  // What cannot be used judges nothing.
  if (!isSound) return
  try {
    yield* sampleFaults(root, context, judgement, note)
  } catch (fault) {
    if (!(fault instanceof SetupError)) throw fault
    note(fault)
  }
}

/** Streams have an example for each item as well. */
const isStream = (mediaType: string): boolean =>
  /event-stream|ndjson|jsonl|json-seq/.test(mediaType)

/** Checks the examples of a media type, a parameter or a header against its schema. */
export const diagnoseExamples = (
  { kind, value, pointer, direction }: OpenApiObject,
  context: CompileContext,
  judgement: Judge,
  note: Note,
): void => {
  const { source } = context
  const mediaType =
    kind === 'mediaType' ? (pointer.split('/').at(-1) ?? '').replaceAll('~1', '/') : ''
  if (!isObject(own(value, 'schema'))) return
  const at = `${pointer}/schema`
  for (const example of examplesOf({ value, pointer }, source)) {
    if (mediaType !== '' && typeof example.value === 'string' && !isJson(mediaType)) continue
    if (isStream(mediaType) && Array.isArray(example.value)) continue
    try {
      const violations = judge(at, example.value, context, judgement, [direction])
      if (violations) note(exampleFault('example', violations, source.place(example.pointer)))
    } catch (fault) {
      // The schema is what is broken, which is told at its place.
      if (!(fault instanceof SetupError)) throw fault
    }
  }
}
