import { localPointer } from '../../contract/resolver.js'
import { isObject, objectOrEmpty, own, type JsonObject } from '../../lib/json-object.js'
import { escapeToken, valueAt } from '../../lib/json-pointer.js'

/** The JSON pointers of all that the bodies of requests are made of, references followed. */
export const requestPointers = (document: JsonObject): ReadonlySet<string> => {
  const seen = new Set<string>()
  const open = Object.entries(objectOrEmpty(own(document, 'paths'))).flatMap(([path, item]) =>
    Object.keys(objectOrEmpty(item)).map(
      (method) => `/paths/${escapeToken(path)}/${escapeToken(method)}/requestBody`,
    ),
  )
  for (let pointer = open.pop(); pointer !== undefined; pointer = open.pop()) {
    const value = valueAt(document, pointer)
    if (seen.has(pointer) || typeof value !== 'object' || value === null) continue
    seen.add(pointer)
    const ref = isObject(value) ? own(value, '$ref') : undefined
    const target = typeof ref === 'string' ? localPointer(ref) : undefined
    if (target !== undefined) open.push(target)
    for (const key of Object.keys(value)) open.push(`${pointer}/${escapeToken(key)}`)
  }
  return seen
}
