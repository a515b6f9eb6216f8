import type { Content, Operation } from '../contract/contract.js'
import type { RequestValues } from '../contract/read-request.js'
import { isObject } from '../lib/json-object.js'
import { propertyFor } from './path-values.js'

/** What a request says that an answer may show. */
export type ShownValues = Pick<RequestValues, 'path' | 'query' | 'body'>

/** One field of an answer and the value that the request gives it. */
interface Flow {
  readonly at: readonly (string | number)[]
  readonly value: unknown
}

/** More fields than this are not tried one by one. */
const mostSingly = 100

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value)

/** Values of one type; null stands for any, which the schema then judges. */
const areAlike = (given: unknown, model: unknown): boolean =>
  !(given instanceof Uint8Array) &&
  given !== undefined &&
  (given === null || model === null || kindOf(given) === kindOf(model))

/** The members of a request that stand in the answer at the same place. */
function* flowsOf(given: unknown, model: unknown, at: Flow['at']): Generator<Flow> {
  if (!isObject(given) || !isObject(model)) {
    if (areAlike(given, model)) yield { at, value: given }
    return
  }
  for (const [name, value] of Object.entries(given))
    if (Object.hasOwn(model, name)) yield* flowsOf(value, model[name], [...at, name])
}

/** The objects that speak of the whole request: the answer, or each item of a list. */
const subjects = (model: unknown): readonly (readonly [Flow['at'], unknown])[] =>
  Array.isArray(model) ? model.map((item, index) => [[index], item]) : [[[], model]]

const pathNames = (operation: Operation, model: unknown): readonly (readonly [string, string])[] =>
  operation.parameters
    .filter((parameter) => parameter.in === 'path')
    .flatMap((parameter) => {
      const property = isObject(model) && propertyFor(parameter, operation.path, model)
      return property ? [[parameter.name, property] as const] : []
    })

/** Every flow in the order of their weight: the query, then the body, then the path. */
const allFlows = (operation: Operation, model: unknown, values: ShownValues): readonly Flow[] => {
  const inPath = pathNames(operation, model).map(([name, property]) => [
    property,
    values.path[name],
  ])
  return [
    ...subjects(model).flatMap(([at, item]) => [...flowsOf(values.query, item, at)]),
    ...(isObject(model) && isObject(values.body) ? flowsOf(values.body, model, []) : []),
    ...subjects(model).flatMap(([at, item]) => [...flowsOf(values.path, item, at)]),
    ...(isObject(model) ? flowsOf(Object.fromEntries(inPath), model, []) : []),
  ]
}

const replaced = (model: unknown, [key, ...rest]: Flow['at'], value: unknown): unknown => {
  if (key === undefined) return value
  if (Array.isArray(model))
    return model.map((item, index) => (index === key ? replaced(item, rest, value) : item))
  if (!isObject(model)) return model
  return { ...model, [key]: replaced(model[key], rest, value) }
}

const apply = (model: unknown, flow: Flow): unknown => replaced(model, flow.at, flow.value)

/**
 * A body that speaks of the request (docs/steering.md): each value of the request replaces the field
 * of its name and type, unless that makes the body break its schema.
 */
export const withRequestValues = (
  operation: Operation,
  { schema }: Content,
  model: unknown,
  values: ShownValues,
): unknown => {
  const flows = typeof model === 'object' ? allFlows(operation, model, values) : []
  if (flows.length === 0) return model
  const whole = flows.reduce(apply, model)
  if (!schema) return whole
  try {
    if (schema.isValid(whole)) return whole
    if (!schema.isValid(model)) return model
  } catch {
    // The schema is what is broken: nothing could be judged by it.
    return model
  }
  return flows.slice(0, mostSingly).reduce((best, flow) => {
    const next = apply(best, flow)
    return schema.isValid(next) ? next : best
  }, model)
}
