import type { Contract, Operation } from '../../contract/contract.js'
import type { ContractFault } from '../../contract/contract-faults.js'
import { localPointer } from '../../contract/resolver.js'
import { satisfies } from '../../generate/satisfies.js'
import { isObject, own } from '../../lib/json-object.js'
import { tokens, valueAt } from '../../lib/json-pointer.js'
import { isJson } from '../../lib/media-type.js'
import type { Finding } from '../finding.js'
import { findingOf } from '../finding-of.js'
import type { PlanParts } from './plan-parts.js'

/** Looks for all faults of a contract, those of its examples among them. */
const diagnosed = (contract: Contract): readonly ContractFault[] => {
  const steps = contract.diagnose({ holds: satisfies, isThorough: true })
  while (!steps.next().done);
  return contract.faults
}

/** A default is no example: nobody sends it. */
const isExample = ({ code, place }: ContractFault): boolean =>
  code === 'contract-example' && !place.pointer?.endsWith('/default')

/** True where a schema of no texts has an example: text is then the value as it is sent. */
const isOfOtherType = (schema: unknown): boolean => {
  const type = isObject(schema) ? own(schema, 'type') : undefined
  return type !== undefined && ![type].flat().includes('string')
}

/** Text of another format than JSON, and that of a schema of no texts, is an example as it is sent. */
const isWritten = ({ document }: Contract, pointer = ''): boolean => {
  if (typeof valueAt(document, pointer) !== 'string') return false
  const names = tokens(pointer)
  if (!names.includes('content')) return isOfOtherType(valueAt(document, holderOf(pointer)))
  const mediaType = names[names.lastIndexOf('content') + 1]
  return mediaType !== undefined && !isJson(mediaType)
}

const holderOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'))

/** The pointers that the references in a part of the document lead to, references in those included. */
const reached = ({ document }: Contract, start: string): ReadonlySet<string> => {
  const found = new Set([start])
  const waiting: unknown[] = [valueAt(document, start)]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (Array.isArray(next)) waiting.push(...(next as unknown[]))
    if (!isObject(next)) continue
    const ref = own(next, '$ref')
    const at = typeof ref === 'string' ? localPointer(ref) : undefined
    if (at !== undefined && !found.has(at)) {
      found.add(at)
      waiting.push(valueAt(document, at))
    }
    waiting.push(...Object.values(next))
  }
  return found
}

const isBelow = (pointer: string, pointers: Iterable<string>): boolean =>
  [...pointers].some((one) => pointer === one || pointer.startsWith(`${one}/`))

/** The first operation that a place belongs to, by itself or by references. */
const concerned = (
  { contract, operations }: PlanParts,
  pointer: string,
  known: Map<Operation, ReadonlySet<string>>,
): Operation | undefined =>
  operations.find((operation) => {
    const pointers = known.get(operation) ?? reached(contract, operation.pointer)
    known.set(operation, pointers)
    return isBelow(pointer, pointers)
  })

/** Examples that break their schemas (V160), of requests and of responses, at their places. */
export const exampleFindings = (parts: PlanParts): readonly Finding[] => {
  const { contract, settings } = parts
  if (settings.stateless) return []
  const known = new Map<Operation, ReadonlySet<string>>()
  return diagnosed(contract)
    .filter((fault) => isExample(fault) && !isWritten(contract, fault.place.pointer))
    .flatMap(({ message, place }) => {
      const operation = concerned(parts, place.pointer ?? '', known)
      if (!operation) return []
      const fault = { rule: 'V160', message, contractPointer: place.pointer } as const
      return [findingOf(contract, operation, fault, {})]
    })
}
