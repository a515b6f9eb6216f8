import { MissingRefError } from 'ajv/dist/2020.js'
import { SetupError } from '../errors.js'
import { valueAt } from '../lib/json-pointer.js'
import { localPointer } from './resolver.js'
import { schemaFaults, type FindTarget, type SchemaRules } from './schema-faults.js'
import type { SchemaIndex } from './schema-index.js'
import { pointerOfName } from './schema-registry.js'
import type { SourceDocument } from './source-document.js'

/** Where the references of a document's schemas lead, and what else its version says. */
export const rulesOf = (
  { document, unresolved }: SourceDocument,
  index: SchemaIndex,
): SchemaRules => {
  const isLegacy = !/^3\.[1-9]/.test(String(document['openapi']))
  const findTarget: FindTarget = (ref, pointer) => {
    const target = isLegacy ? localPointer(ref) : index.find(ref, index.baseAt(pointer))
    return target === undefined || valueAt(document, target) === undefined ? undefined : target
  }
  const refusal = (ref: string) => {
    const refused = unresolved.get(ref)
    return refused && { message: refused.message, fix: refused.fix }
  }
  return { findTarget, refusal, isLegacy }
}

/** The first fault of a schema, and of all it refers to, that can be seen without compiling it. */
const visibleFault = (start: string, source: SourceDocument, rules: SchemaRules) => {
  const seen = new Set([start])
  const targets = new Set<string>()
  const findTarget: FindTarget = (ref, pointer) => {
    const target = rules.findTarget(ref, pointer)
    if (target !== undefined && !seen.has(target)) targets.add(target)
    return target
  }
  for (let at: string | undefined = start; at !== undefined; [at] = targets) {
    targets.delete(at)
    seen.add(at)
    for (const fault of schemaFaults(valueAt(source.document, at), at, { ...rules, findTarget }))
      if (fault.code !== 'contract-unsatisfiable') return fault
  }
  return undefined
}

/** What a schema throws that applies itself to the same value again; messages are nested little. */
export const isEndless = (cause: unknown): boolean =>
  cause instanceof Error && cause.name === 'RangeError'

const reasonOf = (cause: unknown): string => {
  if (isEndless(cause)) return 'it refers to itself without end'
  return cause instanceof Error ? cause.message : String(cause)
}

/** A schema that cannot be compiled is the contract's fault: a dangling `$ref`, an invalid pattern. */
export const unusableSchema = (
  cause: unknown,
  pointer: string,
  source: SourceDocument,
  rules: SchemaRules,
): SetupError => {
  const visible = visibleFault(pointer, source, rules)
  if (visible)
    return new SetupError(visible.code, visible.message, source.place(visible.pointer), visible.fix)
  const place = source.place(pointer)
  if (cause instanceof MissingRefError) {
    const missing = pointerOfName(cause.missingRef)
    const unresolved = source.unresolved.get(missing)
    if (unresolved) return unresolved
    const shown = `${missing.startsWith('/') ? '#' : ''}${missing}`
    return new SetupError('contract-reference', `The reference ${shown} leads nowhere`, place)
  }
  return new SetupError('contract-schema', `The schema cannot be used: ${reasonOf(cause)}`, place)
}
