import { Problem } from '../../errors.js'
import { isObject, own, type JsonObject } from '../../lib/json-object.js'
import { jsonPatch } from '../../lib/json-patch.js'
import { mergePatch } from '../../lib/merge-patch.js'

/** What JSON:API calls the holders of members: a partial change is partial in them as well. */
const holders = new Set(['attributes', 'relationships', 'meta'])

const isJsonApi = (said: JsonObject): boolean => Object.hasOwn(said, 'attributes') && 'type' in said

/** A plain partial: each member that is named gets its new value as a whole. */
const partly = (before: unknown, said: unknown): unknown => {
  if (!isObject(said)) return isObject(before) ? before : said
  if (!isObject(before)) return said
  const merged = Object.entries(said).map(([name, value]) => {
    const old = own(before, name)
    const isHolder = isJsonApi(said) && holders.has(name) && isObject(old) && isObject(value)
    return [name, isHolder ? { ...old, ...value } : value] as const
  })
  return { ...before, ...Object.fromEntries(merged) }
}

const isPatch = (said: unknown): said is readonly unknown[] =>
  Array.isArray(said) &&
  said.length > 0 &&
  said.every((step) => isObject(step) && typeof step['op'] === 'string')

/** The names of lists of steps beside which a comment may stand: `{ patch: [...], comment }`. */
const patchNames = ['patch', 'operations', 'ops', 'patches', 'changes']

/** The steps of a JSON patch, and the JSON pointer of where they stand in a body. */
interface PatchSteps {
  readonly steps: readonly unknown[]
  readonly pointer: string
}

/**
 * The JSON patch in a body: the body itself, whatever its type where it looks like one, or one of its
 * members. Undefined: none; some contracts call an object of members a JSON patch.
 */
export const patchIn = (body: unknown, mediaType: string): PatchSteps | undefined => {
  if (isPatch(body)) return { steps: body, pointer: '' }
  if (mediaType === 'application/json-patch+json' && Array.isArray(body))
    return { steps: body as readonly unknown[], pointer: '' }
  if (!isObject(body)) return undefined
  const name = patchNames.find((one) => isPatch(own(body, one)))
  return name === undefined
    ? undefined
    : { steps: body[name] as readonly unknown[], pointer: `/${name}` }
}

/**
 * A record that a JSON patch (RFC 6902) was applied to.
 * @throws Problem `conflict` (409) for a test that fails, `request-invalid` for what cannot be applied.
 */
export const patched = (before: unknown, { steps, pointer }: PatchSteps): unknown => {
  const result = jsonPatch(before, steps)
  if ('value' in result) return result.value
  const { index, isTest, reason } = result.fault
  const detail = `Operation ${index} of the patch cannot be applied: ${reason}.`
  if (isTest) throw new Problem('conflict', { detail })
  throw new Problem('request-invalid', {
    detail,
    violations: [
      {
        ...{ location: 'body', pointer: `${pointer}/${index}`, rule: 'json-patch' },
        ...{ expected: 'an operation that can be applied (RFC 6902)', message: detail },
      },
    ],
  })
}

/** What an object of members makes of a record: a JSON merge patch (RFC 7396), or a plain partial. */
export const mergeRecord = (before: unknown, said: unknown, mediaType: string): unknown => {
  if (said === undefined) return before
  return mediaType === 'application/merge-patch+json'
    ? mergePatch(before, said)
    : partly(before, said)
}
