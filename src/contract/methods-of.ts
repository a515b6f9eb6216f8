import { own, stringOr } from '../lib/json-object.js'
import { pointer as pointerOf } from '../lib/json-pointer.js'
import type { CompileContext } from './compile-context.js'
import { expectObject } from './expect-object.js'
import { resolve, type Located } from './resolver.js'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']

/** The methods of a Path Item Object and where their operations stand (OpenAPI 3.2.0 §4.9). */
export const methodsOf = (
  item: Located,
  { source, faults }: CompileContext,
): [string, string][] => {
  const fixed = methods
    .filter((method) => own(item.value, method) !== undefined)
    .map((method): [string, string] => [method.toUpperCase(), item.pointer + pointerOf(method)])
  const additional = faults.attempt(
    () => expectObject(source, item, 'additionalOperations'),
    () => ({}),
  )
  return [
    ...fixed,
    ...Object.keys(additional).map((method): [string, string] => [
      method,
      item.pointer + pointerOf('additionalOperations', method),
    ]),
  ]
}

/** What can be said of an operation before it is compiled. */
export const nameAt = (pointer: string, context: CompileContext) => {
  try {
    const { value } = resolve(context.source, pointer)
    return { id: stringOr(own(value, 'operationId')), summary: stringOr(own(value, 'summary')) }
  } catch {
    return { id: undefined, summary: undefined }
  }
}
