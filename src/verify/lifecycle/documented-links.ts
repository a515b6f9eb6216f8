import type { Contract, Operation } from '../../contract/contract.js'
import { responseFor } from '../../contract/check-reply.js'
import { localPointer } from '../../contract/resolver.js'
import { isObject, objectOrEmpty, own, type JsonObject } from '../../lib/json-object.js'
import { pointer, valueAt } from '../../lib/json-pointer.js'
import { type ExchangeFacts, runtimeValue } from '../../lib/runtime-value.js'
import { createDocumentReader } from '../../resources/inference/schema-view.js'

/** What may be asked next, with values of an answer (OpenAPI 3.0.3 §4.7.20). */
export interface DocumentedLink {
  readonly name: string
  /** JSON pointer of the link in the document. */
  readonly pointer: string
  readonly target: Operation
  /** Constants and runtime expressions by the name of the parameter: `id` or `path.id`. */
  readonly parameters: JsonObject
  readonly requestBody: unknown
}

const targetOf = (contract: Contract, link: JsonObject): Operation | undefined => {
  const id = own(link, 'operationId')
  if (typeof id === 'string') return contract.byId.get(id)
  const ref = own(link, 'operationRef')
  const at = typeof ref === 'string' ? localPointer(ref) : undefined
  return contract.operations.find((operation) => operation.pointer === at)
}

/** The links of the response that an operation documents for a status, as far as they lead somewhere. */
export const linksOf = (
  contract: Contract,
  operation: Operation,
  status: number,
): readonly DocumentedLink[] => {
  const key = responseFor(operation, status)?.key
  if (key === undefined) return []
  const { follow } = createDocumentReader(contract.document)
  const written = objectOrEmpty(valueAt(contract.document, operation.pointer))
  const response = follow(own(objectOrEmpty(own(written, 'responses')), key))
  return Object.entries(objectOrEmpty(own(response, 'links'))).flatMap(([name, value]) => {
    const link = follow(value)
    const target = targetOf(contract, link)
    if (!target || target.fault) return []
    const place = operation.pointer + pointer('responses', key, 'links', name)
    const parameters = objectOrEmpty(own(link, 'parameters'))
    return [{ name, pointer: place, target, parameters, requestBody: own(link, 'requestBody') }]
  })
}

/** The value of a link's parameter or body: expressions stand for what the exchange says. */
export const linkedValue = (said: unknown, facts: ExchangeFacts): unknown => {
  if (typeof said === 'string') {
    if (said.startsWith('$')) return runtimeValue(said, facts)
    return said.replace(/\{(\$[^{}]*)\}/g, (_, text: string) =>
      String(runtimeValue(text, facts) ?? ''),
    )
  }
  if (Array.isArray(said)) return said.map((item) => linkedValue(item, facts))
  if (!isObject(said)) return said
  return Object.fromEntries(
    Object.entries(said).map(([name, value]) => [name, linkedValue(value, facts)]),
  )
}

/** What a link says of the parameters in the path of its target; undefined where one is missing. */
export const linkedPath = (
  { target, parameters }: DocumentedLink,
  facts: ExchangeFacts,
): ReadonlyMap<string, unknown> | undefined => {
  const found = new Map<string, unknown>()
  for (const { in: place, name } of target.parameters) {
    if (place !== 'path') continue
    const said = own(parameters, `path.${name}`) ?? own(parameters, name)
    const value = linkedValue(said, facts)
    if (value === undefined || value === null || value === '') return undefined
    found.set(name, value)
  }
  return found
}
