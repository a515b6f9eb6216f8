import { isObject } from '../../lib/json-object.js'
import { isIdentityList, isUsed, listOf } from './record-selector.js'
import type { StateCall } from './state-call.js'

/** The identities that a request lists in its query or its body; undefined: it could not say any. */
export const listedIds = ({
  inference,
  request,
  state,
}: StateCall): readonly unknown[] | undefined => {
  const own = state.resource.identity?.parameters ?? []
  const names = inference.operation.parameters
    .filter((one) => one.in === 'query' && (isIdentityList(one.name) || own.includes(one.name)))
    .map(({ name }) => name)
  const inQuery = names.flatMap((name) =>
    isUsed(request.values.query[name]) ? listOf(request.values.query[name]) : [],
  )
  const { body } = request.values
  const lists = Array.isArray(body)
    ? [body]
    : isObject(body)
      ? Object.values(body).filter(Array.isArray)
      : []
  const last = state.resource.identity?.properties.at(-1)?.at(-1) ?? 'id'
  const inBody = lists.flat().map((one: unknown) => (isObject(one) ? one[last] : one))
  return names.length > 0 || inference.operation.body ? [...inQuery, ...inBody] : undefined
}
