import { SetupError } from '../errors.js'
import { isObject, own, type JsonObject } from '../lib/json-object.js'
import { pointer as pointerOf } from '../lib/json-pointer.js'
import type { Located } from './resolver.js'
import type { SourceDocument } from './source-document.js'

const fault = (source: SourceDocument, at: Located, key: string, wanted: string): SetupError =>
  new SetupError(
    'contract-invalid',
    `${key} has to be ${wanted}`,
    source.place(at.pointer + pointerOf(key)),
    `Write ${key} as ${wanted}, or leave it out.`,
  )

/**
 * The object at a key of an object; an empty one when there is none.
 * @throws SetupError `contract-invalid` when something else stands there.
 */
export const expectObject = (source: SourceDocument, at: Located, key: string): JsonObject => {
  const value = own(at.value, key)
  if (value === undefined) return {}
  if (isObject(value)) return value
  throw fault(source, at, key, 'an object')
}

/**
 * The list at a key of an object; an empty one when there is none.
 * @throws SetupError `contract-invalid` when something else stands there.
 */
export const expectArray = (
  source: SourceDocument,
  at: Located,
  key: string,
): readonly unknown[] => {
  const value = own(at.value, key)
  if (value === undefined) return []
  if (Array.isArray(value)) return value
  throw fault(source, at, key, 'a list')
}
