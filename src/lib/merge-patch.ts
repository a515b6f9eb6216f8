import { isObject, type JsonObject } from './json-object.js'

/** Applies a JSON Merge Patch (RFC 7396 §2): null removes a member, objects are merged. */
export const mergePatch = (value: unknown, patch: unknown): unknown => {
  if (!isObject(patch)) return patch
  const before: JsonObject = isObject(value) ? value : {}
  const merged = new Map(Object.entries(before))
  for (const [name, part] of Object.entries(patch))
    if (part === null) merged.delete(name)
    else merged.set(name, mergePatch(merged.get(name), part))
  return Object.fromEntries(merged)
}
