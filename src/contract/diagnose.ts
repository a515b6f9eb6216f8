import { SetupError } from '../errors.js'
import { own } from '../lib/json-object.js'
import type { CompileContext } from './compile-context.js'
import type { Severity } from './contract-faults.js'
import type { Judge, PathEntry } from './contract.js'
import { diagnoseObject, noteThrown, type NoteAt } from './diagnose-object.js'
import { diagnoseDuplicates, diagnoseTemplate } from './diagnose-template.js'
import { diagnoseExamples, diagnoseSchema } from './diagnose-schema.js'
import { openApiObjects, type OpenApiObject } from './open-api-objects.js'

const withExamples = new Set<OpenApiObject['kind']>(['mediaType', 'parameter', 'header'])

/** Adds faults to the list of a contract, with the operation they stand in. */
const createNotes = (context: CompileContext, ids: ReadonlyMap<string, string>) => {
  const { faults, source } = context
  const noteIn = (operation: string | undefined) => (fault: SetupError, severity?: Severity) =>
    faults.add(fault, operation === undefined ? undefined : ids.get(operation), severity)
  const noteAt =
    (operation: string | undefined): NoteAt =>
    (code, message, pointer, fix, severity) =>
      noteIn(operation)(new SetupError(code, message, source.place(pointer), fix), severity)
  return { noteIn, noteAt }
}

function* objectFaults(
  at: OpenApiObject,
  context: CompileContext,
  judge: Judge,
  { noteIn, noteAt }: ReturnType<typeof createNotes>,
): Generator<void> {
  const operation = at.kind === 'operation' ? at.pointer : at.operation
  const note = noteIn(operation)
  noteThrown(() => diagnoseObject(at, context, noteAt(operation)), note)
  if (at.kind === 'schema') yield* diagnoseSchema(at, context, judge, note)
  if (withExamples.has(at.kind) && own(at.value, '$ref') === undefined)
    diagnoseExamples(at, context, judge, note)
}

/** Components come first: what refers to them is compiled the faster then. */
const sorted = (objects: readonly OpenApiObject[]): readonly OpenApiObject[] => [
  ...objects.filter(({ operation }) => operation === undefined),
  ...objects.filter(({ operation }) => operation !== undefined),
]

/**
 * Looks for everything that compiling leaves for later: operations that nobody has called, every
 * schema and its examples, references, paths and ids. One small step at a time; each tells how much
 * is done, from 0 to 1.
 */
export function* diagnose(
  context: CompileContext,
  paths: readonly PathEntry[],
  judge: Judge,
): Generator<number> {
  const operations = paths.flatMap((path) =>
    [...path.methods.values()].map((one) => [path, one] as const),
  )
  const ids = new Map(operations.map(([, { pointer, id }]) => [pointer, id]))
  const notes = createNotes(context, ids)
  diagnoseDuplicates(paths, notes.noteAt(undefined))
  for (const [path, operation] of operations) {
    diagnoseTemplate(path, operation, notes.noteAt(operation.pointer))
    yield 0
  }
  const objects = sorted([...openApiObjects(context.source.document)])
  for (const [index, at] of objects.entries()) {
    const steps = objectFaults(at, context, judge, notes)
    while (!steps.next().done) yield index / objects.length
    if (index % 50 === 0) yield index / objects.length
  }
}
