import type { Contract } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { handlers as builtIn } from '../handlers/index.js'
import { nearest } from '../lib/nearest.js'
import type { AnyHandler } from './any-handler.js'
import type { HandlerMap } from './server-options.js'

/** Handlers by operationId. */
export type HandlersById = ReadonlyMap<string, AnyHandler>

const isHandler = (handler: unknown): handler is AnyHandler => typeof handler === 'function'

const unknownOperation = (id: string, contracts: readonly Contract[]): SetupError => {
  const close = nearest(
    id,
    contracts.flatMap(({ byId }) => [...byId.keys()]),
  ).slice(0, 1)
  const hint = close.length > 0 ? ` Did you mean ${close.join()}?` : ''
  const subject = contracts.length === 1 ? 'The contract has' : 'The contracts have'
  return new SetupError('handlers-invalid', `${subject} no operation ${id}.${hint}`)
}

/**
 * The handlers of each contract by operationId: ours for the operations they were written for, and
 * those given, which win. An id means the operation of the first contract that has it.
 * @throws SetupError `handlers-invalid` when one belongs to no operation or is no function.
 */
export const handlersFor = (
  contracts: readonly Contract[],
  given: HandlerMap | undefined,
): readonly HandlersById[] => {
  const found = contracts.map(() => new Map<string, AnyHandler>())
  const ownerOf = (id: string) => found[contracts.findIndex(({ byId }) => byId.has(id))]
  for (const [id, handler] of Object.entries(builtIn)) ownerOf(id)?.set(id, handler as AnyHandler)
  for (const [id, handler] of Object.entries(given ?? {})) {
    const owner = ownerOf(id)
    if (!owner) throw unknownOperation(id, contracts)
    if (!isHandler(handler))
      throw new SetupError('handlers-invalid', `The handler of ${id} is no function`)
    owner.set(id, handler)
  }
  return found
}
