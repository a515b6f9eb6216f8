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
 * Follows the Reference Objects (OpenAPI 3.0.3 §4.7.23) that stand at a JSON pointer.
 * @throws SetupError `contract-reference` when one leads nowhere.
 */
export const resolve = (source: SourceDocument, pointer: string): Located => {
  let at = pointer
  for (let hops = 0; hops < maxHops; hops++) {
    const value = valueAt(source.document, at)
    if (!isObject(value))
      throw new SetupError(
        'contract-reference',
        `There is no object at ${at}`,
        source.place(pointer),
      )
    const ref = own(value, '$ref')
    if (typeof ref !== 'string') return { value, pointer: at }
    if (!ref.startsWith('#/'))
      throw new SetupError(
        'contract-reference',
        `The reference ${ref} leads out of the document`,
        source.place(at),
        'Bundle the document into one file: only references of the form #/... are followed.',
      )
    at = localPointer(ref) as string
  }
  throw new SetupError(
    'contract-reference',
    'The references lead in a circle',
    source.place(pointer),
  )
}
