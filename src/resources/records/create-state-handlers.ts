import type { Principal } from '../../auth/principal.js'
import type { Sandbox } from '../../sandbox/sandbox.js'
import type { Inference } from '../resource-model.js'
import type { ResourceState } from './resource-state.js'
import { recordOf } from './own-record.js'
import { type Person, personIn } from './person.js'
import { RecordSelector } from './record-selector.js'
import { StateWriter } from './state-writer.js'
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
  const { samplers, faults } = runtime
  let made: { readonly writer: StateWriter; readonly selector: RecordSelector } | undefined
  const parts = () =>
    (made ??= {
      writer: new StateWriter(inference, () => state.place, faults),
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
  /** The handler that does what was inferred of an operation. */
  readonly of: (inference: Inference) => StateHandler
  /** The record of a principal, among those of the resource of people; undefined: there is none. */
  readonly findPerson: (sandbox: Sandbox, principal: Principal) => Promise<FoundPerson | undefined>
  /** The first so many people. */
  readonly listPeople: (sandbox: Sandbox, most: number) => Promise<readonly Person[]>
}

/** Somebody of whom there is a record. */
export interface FoundPerson extends Person {
  /** True for first contents, whose password nobody has said. */
  readonly isFirst: boolean
}

/**
 * The handlers of the operations that were found to act on resources. They keep records in the sandbox
 * of each request; first records are made when a resource is first used.
 */
export const createStateHandlers = (runtime: StateRuntime): StateHandlers => {
  const { contract } = runtime
  const handlers = new Map<Inference, StateHandler>()
  const sessionIn = async (sandbox: Sandbox): Promise<StateSession> =>
    new StateSession(sandbox, { ...runtime, sampler: await runtime.samplers() })
  return {
    of: (inference) => {
      const handler =
        handlers.get(inference) ?? handlerOf(runtime, inference, contract.of(inference.resource))
      handlers.set(inference, handler)
      return handler
    },
    findPerson: async (sandbox, principal) => {
      const people = contract.people()
      const record = people && (await recordOf(await sessionIn(sandbox), people, principal))
      return record && { ...personIn(people, record), isFirst: record.first === true }
    },
    listPeople: async (sandbox, most) => {
      const people = contract.people()
      const records = people ? await (await sessionIn(sandbox)).below(people, '') : []
      return people ? records.slice(0, most).map((record) => personIn(people, record)) : []
    },
  }
}
