import type { Contract, Operation, Parameter } from '../../contract/contract.js'
import { localPointer } from '../../contract/resolver.js'
import {
  arrayOrEmpty,
  isObject,
  objectOrEmpty,
  own,
  type JsonObject,
} from '../../lib/json-object.js'
import { tokens, pointer as pointerOf, valueAt } from '../../lib/json-pointer.js'

/** More references in a row than this are a circle. */
const maxHops = 20

/** What a part of the document says, after its references. */
const resolved = ({ document }: Contract, value: unknown): JsonObject => {
  let at = value
  for (let hops = 0; hops < maxHops; hops++) {
    const ref = isObject(at) ? own(at, '$ref') : undefined
    const pointer = typeof ref === 'string' ? localPointer(ref) : undefined
    if (pointer === undefined) return objectOrEmpty(at)
    at = valueAt(document, pointer)
  }
  return {}
}

/** A parameter as it is written, of the operation or of its path. */
const writtenParameter = (
  contract: Contract,
  { pointer }: Operation,
  { name, in: place }: Parameter,
): JsonObject => {
  const above = pointerOf(...tokens(pointer).slice(0, -1))
  const lists = [pointer, above].map((at) => valueAt(contract.document, `${at}/parameters`))
  const all = lists.flatMap(arrayOrEmpty).map((one) => resolved(contract, one))
  return all.find((one) => one['name'] === name && one['in'] === place) ?? {}
}

/** The documented examples of a parameter by their names (OpenAPI 3.0.3 §4.7.12). */
export const parameterExamples = (
  contract: Contract,
  operation: Operation,
  parameter: Parameter,
): ReadonlyMap<string, unknown> => {
  const written = writtenParameter(contract, operation, parameter)
  const named = Object.entries(objectOrEmpty(written['examples'])).flatMap(([name, example]) => {
    const one = resolved(contract, example)
    return Object.hasOwn(one, 'value') ? [[name, one['value']] as const] : []
  })
  return new Map(named)
}
