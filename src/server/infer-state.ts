import type { Contract } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { once } from '../lib/once.js'
import { nearest } from '../lib/nearest.js'
import { pointer } from '../lib/json-pointer.js'
import type { Corrections } from '../resources/correction.js'
import type { StateHandlers } from '../resources/create-state-handlers.js'
import type { ResourceSeed } from '../resources/first-records.js'
import type { ResourceModel } from '../resources/resource-model.js'
import type { StateHandler } from '../resources/state-handler.js'
import { warnWith } from './log-entry.js'
import type { ServerSettings } from './server-options.js'

/** What was inferred of the state of a contract. */
export interface InferredState extends Pick<StateHandlers, 'findPerson' | 'listPeople'> {
  /** The handler of the operation with this id; undefined: the mock answers. */
  readonly get: (operation: string) => StateHandler | undefined
  /** The names of its resources; to find out which there are, all of it is inferred. */
  readonly resources: () => readonly string[]
  readonly hasResource: (name: string) => boolean
}

/** What state is inferred from. */
export interface StateSources {
  readonly contract: Contract
  readonly corrections: Corrections | undefined
  /** Operations that have handlers need no state. */
  readonly handlers: ReadonlyMap<string, unknown>
  readonly settings: ServerSettings
  readonly seed: ResourceSeed | undefined
}

/** The handlers of a model; what they do is loaded when one of them is first called. */
const lateHandlers = (
  { sureInferenceOf }: ResourceModel,
  load: () => Promise<StateHandlers>,
): Pick<InferredState, 'get' | 'findPerson' | 'listPeople'> => {
  const loaded = once(load)
  const handlers = new Map<string, StateHandler>()
  const made = (id: string): StateHandler | undefined => {
    const inference = sureInferenceOf(id)
    if (!inference) return undefined
    const handler: StateHandler = async (request) => (await loaded()).of(inference)(request)
    handlers.set(id, handler)
    return handler
  }
  return {
    get: (id) => handlers.get(id) ?? made(id),
    findPerson: async (sandbox, principal) => (await loaded()).findPerson(sandbox, principal),
    listPeople: async (sandbox, most) => (await loaded()).listPeople(sandbox, most),
  }
}

/**
 * Infers the state of a contract; undefined where every operation has a handler, where nothing is
 * inferred, and where nobody wants it.
 * @throws SetupError `state-correction` when a correction names what there is not.
 */
export const inferState = async ({
  contract,
  corrections,
  handlers,
  settings,
  seed,
}: StateSources): Promise<InferredState | undefined> => {
  const isWhole = contract.operations.every(({ id }) => handlers.has(id))
  if (settings.state === 'off' || isWhole) return undefined
  // Not loaded for contracts without state.
  const { inferResources } = await import('../resources/infer-resources.js')
  const model = inferResources(contract, corrections)
  if (model.isEmpty) return undefined
  const options = { seed, warn: warnWith(settings.log) }
  return {
    ...lateHandlers(model, async () => {
      const { createStateHandlers } = await import('../resources/create-state-handlers.js')
      return createStateHandlers(contract, model, options)
    }),
    resources: () => [...model.resources.keys()],
    hasResource: (name) => model.resource(name) !== undefined,
  }
}

/**
 * Sees to it that a seed has records of resources that there are.
 * @throws SetupError `seed-unreadable` with the nearest name.
 */
export const requireKnownResources = (
  seed: ResourceSeed | undefined,
  inferred: readonly (InferredState | undefined)[],
): void => {
  const isKnown = (name: string) => inferred.some((state) => state?.hasResource(name))
  const stranger = [...(seed?.keys() ?? [])].find((name) => !isKnown(name))
  if (stranger === undefined) return
  const known = inferred.flatMap((state) => state?.resources() ?? [])
  const [close] = nearest(stranger, known)
  const hint = close === undefined ? '' : ` Did you mean ${close}?`
  throw new SetupError(
    'seed-unreadable',
    `The seed has records of ${stranger}, and no such resource was found in the contract.${hint}`,
    { pointer: pointer('resources', stranger) },
    known.length > 0 ? `Name one of: ${known.slice(0, 20).join(', ')}.` : undefined,
  )
}
