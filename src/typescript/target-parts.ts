import { namesIn } from '../resources/records/state-record.js'
import type { ResourceCode } from './handler-code.js'

const declares = ({ code }: ResourceCode, name: string): boolean =>
  code.operation.parameters.some((one) => one.in === 'query' && one.name === name)

/** The parameters of the path that say what is meant, without those that only compare. */
const pathNames = ({ inference }: ResourceCode): readonly string[] => {
  const compared = new Set(inference.scope?.map(({ parameter }) => parameter))
  return namesIn(inference.operation.path).filter((name) => !compared.has(name))
}

/** One value as it is, several as a list. */
export const asKey = (parts: readonly string[]): string =>
  parts.length === 1 ? (parts[0] as string) : `[${parts.join(', ')}]`

/** The values that name the item of a request: those of its parents, then its own. */
export const targetParts = (part: ResourceCode): readonly string[] => {
  const { code, inference, state } = part
  const { depth, scopeDepth, resource } = state
  const names = namesIn(inference.operation.path)
  const params = names.map((name) => code.param(name))
  if (names.length === depth) return params
  const own = resource.identity?.parameters ?? []
  if (own.length > 0 && own.every((name) => names.includes(name) || declares(part, name)))
    return [
      ...params.slice(0, scopeDepth),
      ...own.map((name) => (names.includes(name) ? code.param(name) : code.query(name))),
    ]
  if (names.length > depth) return scopeDepth === 0 ? params.slice(-depth) : params.slice(0, depth)
  const at = inference.request?.at ?? []
  const said = (resource.identity?.properties ?? []).map((path) => code.bodyAt([...at, ...path]))
  return [...params.slice(0, scopeDepth), ...said]
}

/** Where the records of a collection lie: members of `ListQuery` and `NewPlace`. */
export const scopeMembers = (part: ResourceCode): Readonly<Record<string, string>> => {
  const { code, state } = part
  const names = pathNames(part)
  if (names.length > 0) return { below: asKey(names.map((name) => code.param(name))) }
  const flat = state.resource.parent?.parameters ?? []
  const isFlat =
    state.scopeDepth === 0 && flat.length > 0 && flat.every((name) => declares(part, name))
  return isFlat ? { parent: asKey(flat.map((name) => code.query(name))) } : {}
}
