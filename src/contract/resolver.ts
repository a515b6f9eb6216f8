import { SetupError } from '../errors.js'
import { isObject, own, type JsonObject } from '../lib/json-object.js'
import { valueAt } from '../lib/json-pointer.js'
import type { SourceDocument } from './source-document.js'

/** An object of the document and the JSON pointer at which it really stands. */
export interface Located {
  readonly value: JsonObject
  readonly pointer: string
}

/** The JSON pointer of a local reference (RFC 6901 §6); undefined for any other reference. */
export const localPointer = (ref: string): string | undefined => {
  if (!ref.startsWith('#')) return undefined
  try {
    return decodeURIComponent(ref.slice(1))
  } catch {
    return ref.slice(1)
  }
}

/** More references in a row than this are a circle. */
const maxHops = 50

/**
 * The objects on the way from a JSON pointer along its Reference Objects (OpenAPI 3.0.3 §4.7.23); the
 * last one is no reference. Whoever has the value at the pointer gives it: to walk there from the root of the
 * document is a good part of compiling it.
 * @throws SetupError `contract-reference` when one leads nowhere, `contract-invalid` when something
 *   else than an object stands there.
 */
export const resolveAll = (
  source: SourceDocument,
  pointer: string,
  known: unknown = valueAt(source.document, pointer),
): readonly Located[] => {
  const way: Located[] = []
  let at = pointer
  let value = known
  while (way.length < maxHops) {
    if (!isObject(value)) throw noObject(source, pointer, at)
    way.push({ value, pointer: at })
    const ref = own(value, '$ref')
    if (typeof ref !== 'string') return way
    const unresolved = source.unresolved.get(ref)
    if (unresolved) throw unresolved
    if (!ref.startsWith('#/'))
      throw new SetupError(
        'contract-reference',
        `The reference ${ref} leads out of the document`,
        source.place(at),
        'Bundle the document into one file: only references of the form #/... are followed.',
      )
    at = localPointer(ref) as string
    value = valueAt(source.document, at)
  }
  throw new SetupError(
    'contract-reference',
    'The references lead in a circle',
    source.place(pointer),
  )
}

const noObject = (source: SourceDocument, pointer: string, at: string): SetupError =>
  pointer === at
    ? new SetupError(
        'contract-invalid',
        'There is something else than an object',
        source.place(pointer),
        'Write an object here.',
      )
    : new SetupError('contract-reference', `There is no object at ${at}`, source.place(pointer))

/**
 * Follows the Reference Objects that stand at a JSON pointer.
 * @throws SetupError as `resolveAll` does.
 */
export const resolve = (source: SourceDocument, pointer: string, known?: unknown): Located =>
  resolveAll(source, pointer, known).at(-1) as Located
