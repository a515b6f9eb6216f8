import { objectOrEmpty, own } from '../lib/json-object.js'
import { pointer as pointerOf } from '../lib/json-pointer.js'
import type { CompileContext } from './compile-context.js'
import { compileOperation, type OperationPlace } from './compile-operation.js'
import type { Callback, Operation, Webhook } from './contract.js'
import { expectObject } from './expect-object.js'
import { methodsOf, nameOf } from './methods-of.js'
import { resolve, resolveAll } from './resolver.js'

/** The operations of a Path Item Object whose requests we send ourselves. */
const compilePathItem = (
  name: string,
  pointer: string,
  path: string,
  context: CompileContext,
): readonly Operation[] => {
  const pathItems = [...resolveAll(context.source, pointer)].reverse()
  const methods = new Map(pathItems.flatMap((item) => methodsOf(item, context)))
  return [...methods].map(([method, at]) => {
    const { id = name, summary } = nameOf(at, context)
    return compileOperation({ id, summary, method, path, ...at, pathItems }, context)
  })
}

/** The callbacks of an Operation Object (OpenAPI 3.0.3 §4.7.18); those at fault are left out. */
export const compileCallbacks = (
  { pointer, written: operation, id }: OperationPlace,
  context: CompileContext,
): readonly Callback[] => {
  const { source, faults } = context
  const attempt = <T>(work: () => readonly T[]): readonly T[] => faults.attempt(work, () => [], id)
  return attempt(() => {
    const located = resolve(source, pointer, operation)
    if (own(located.value, 'callbacks') === undefined) return []
    return Object.keys(expectObject(source, located, 'callbacks')).flatMap((name) =>
      attempt(() => {
        const written = resolve(source, located.pointer + pointerOf('callbacks', name))
        const expressions = Object.keys(written.value).filter((key) => !key.startsWith('x-'))
        return expressions.flatMap((expression) =>
          attempt(() => {
            const at = written.pointer + pointerOf(expression)
            const operations = compilePathItem(name, at, expression, context)
            return operations.map((operation) => ({ name, expression, operation }))
          }),
        )
      }),
    )
  })
}

/** The webhooks of a document (OpenAPI 3.1.0 §4.8.1); those at fault are left out. */
export const compileWebhooks = (context: CompileContext): readonly Webhook[] => {
  const { source, faults } = context
  return Object.keys(objectOrEmpty(own(source.document, 'webhooks'))).flatMap((name) =>
    faults.attempt(
      () =>
        compilePathItem(name, pointerOf('webhooks', name), '', context).map((operation) => ({
          name,
          operation,
        })),
      () => [],
    ),
  )
}
