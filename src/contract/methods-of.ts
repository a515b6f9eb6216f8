import { own, stringOr } from '../lib/json-object.js'
import { pointer as pointerOf } from '../lib/json-pointer.js'
import type { CompileContext } from './compile-context.js'
import { expectObject } from './expect-object.js'
import { resolve, type Located } from './resolver.js'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']

/** What stands for an operation in a Path Item Object, and where. */
export interface WrittenOperation {
  readonly written: unknown
  readonly pointer: string
}

/** The methods of a Path Item Object and where their operations stand (OpenAPI 3.2.0 §4.9). */
export const methodsOf = (
  item: Located,
  { source, faults }: CompileContext,
): [string, WrittenOperation][] => {
  const fixed = methods
    .filter((method) => own(item.value, method) !== undefined)
    .map((method): [string, WrittenOperation] => [
      method.toUpperCase(),
      { written: item.value[method], pointer: item.pointer + pointerOf(method) },
    ])
  const additional = faults.attempt(
    () => expectObject(source, item, 'additionalOperations'),
    () => ({}),
  )
  return [
    ...fixed,
    ...Object.entries(additional).map(([method, written]): [string, WrittenOperation] => [
      method,
      { written, pointer: item.pointer + pointerOf('additionalOperations', method) },
    ]),
  ]
}

/** What can be said of an operation before it is compiled. */
export const nameOf = ({ written, pointer }: WrittenOperation, context: CompileContext) => {
  try {
    const { value } = resolve(context.source, pointer, written)
    return { id: stringOr(own(value, 'operationId')), summary: stringOr(own(value, 'summary')) }
  } catch {
    return { id: undefined, summary: undefined }
  }
}
