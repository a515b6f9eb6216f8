import { leastConfidence, type Inference } from './resource-model.js'
import type { ResourceState } from './resource-state.js'
import { RecordSelector } from './record-selector.js'
import { StateWriter } from './state-answer.js'
import type { StateHandler } from './state-handler.js'
import { aimed } from './state-call.js'
import { stateRoles } from './state-roles.js'
import type { StateRuntime } from './state-runtime.js'
import { StateSession } from './state-session.js'

const noParameters = { filters: [] }

const handlerOf = (
  runtime: StateRuntime,
  inference: Inference,
  state: ResourceState,
): StateHandler => {
  const { samplers, warn } = runtime
  let made: { readonly writer: StateWriter; readonly selector: RecordSelector } | undefined
  const parts = () =>
    (made ??= {
      writer: new StateWriter(inference, () => state.place, warn),
      selector: new RecordSelector(
        inference.list ?? noParameters,
        inference.scope ?? [],
        () => state.place,
      ),
    })
  return async (request) => {
    const { writer, selector } = parts()
    const sampler = await samplers()
    const session = new StateSession(request.sandbox, { ...runtime, sampler })
    const call = await aimed({ inference, state, request, session })
    const answer = await stateRoles[inference.role](call, selector)
    return writer.reply(answer, request.headers['accept'], sampler)
  }
}

/** The handlers of a contract, each made when its operation is first asked for. */
export interface StateHandlers {
  /** The handler of the operation with this id; undefined: the mock answers. */
  readonly get: (operation: string) => StateHandler | undefined
}

/**
 * The handlers of the operations that were found to act on resources. They keep records in the sandbox
 * of each request; first records are made when a resource is first used.
 */
export const createStateHandlers = (runtime: StateRuntime): StateHandlers => {
  const { contract, model } = runtime
  const handlers = new Map<string, StateHandler | undefined>()
  const made = (id: string): StateHandler | undefined => {
    const inference = model.inferenceOf(id)
    if (!inference || inference.confidence < leastConfidence) return undefined
    const state = contract.resource(inference.resource.name)
    return state && handlerOf(runtime, inference, state)
  }
  return {
    get: (id) => {
      if (!handlers.has(id)) handlers.set(id, made(id))
      return handlers.get(id)
    },
  }
}
