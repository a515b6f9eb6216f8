import { localPointer } from '../contract/resolver.js'
import { isObject, own, type JsonObject } from '../lib/json-object.js'
import { valueAt } from '../lib/json-pointer.js'

/** More references in a row than this are a circle. */
const maxHops = 50

/** The object that stands in a document, behind its references; an empty one where there is none. */
export const follow = (document: JsonObject, written: unknown): JsonObject => {
  let value = written
  for (let hops = 0; hops < maxHops && isObject(value); hops++) {
    const ref = own(value, '$ref')
    const pointer = typeof ref === 'string' ? localPointer(ref) : undefined
    if (pointer === undefined) return value
    value = valueAt(document, pointer)
  }
  return isObject(value) ? value : {}
}
