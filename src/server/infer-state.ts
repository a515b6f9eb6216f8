import type { Contract, Operation } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { once } from '../lib/once.js'
import { nearest } from '../lib/nearest.js'
import { pointer } from '../lib/json-pointer.js'
import type { Corrections } from '../resources/inference/correction.js'
import type { StateHandlers } from '../resources/records/create-state-handlers.js'
import type { ResourceSeed } from '../resources/records/first-records.js'
import type { ToolsOf } from '../resources/records/create-handler-tools.js'
import type { SampleValues } from '../resources/records/sample-values.js'
import type { ResourceModel } from '../resources/resource-model.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import type { RecordCollection } from '../sandbox/record-collection.js'
import type { StateHandler } from '../resources/records/state-handler.js'
import { warnWith } from './log-entry.js'
import type { ServerSettings } from './server-options.js'

/** What answers from inferred state. */
export interface StateAnswers extends Pick<StateHandlers, 'findPerson' | 'listPeople'> {
  /** The handler of the operation with this id; undefined: the mock answers. */
  readonly get: (operation: string) => StateHandler | undefined
}

/** Makes a request out of sample values that succeeds on a sandbox as it is. */
export type FirstRequest = (
  operation: Operation,
  sandbox: Sandbox,
  samples: SampleValues,
) => Promise<SampleValues>

/** The state of a contract. */
export interface InferredState {
  /**
   * What answers from it; undefined where every operation has a handler, where nothing is inferred, and
   * where nobody wants it.
   */
  readonly handlers: StateAnswers | undefined
  /** What was inferred; found out when it is first asked for. */
  readonly model: () => Promise<ResourceModel>
  /** What handlers read and write the same records with. */
  readonly tools: () => Promise<ToolsOf>
  /** What requests bring that find their records. */
  readonly firstRequest: () => Promise<FirstRequest>
  /** Its records, for people who set up tests. */
  readonly collections: () => Promise<readonly RecordCollection[]>
  /** Makes all its first records by another seed than the server's. */
  readonly fill: (sandbox: Sandbox, seed: ResourceSeed | undefined) => Promise<void>
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

/** Answers from a model; what they are made with is loaded when one of them is first called. */
const lateAnswers = (
  { sureInferenceOf }: ResourceModel,
  loaded: () => Promise<StateHandlers>,
): StateAnswers => {
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

/** The parts of state, each loaded and made when it is first needed: contracts without state need none. */
const lateParts = ({ contract, corrections, settings, seed }: StateSources) => {
  const model = once(async () => {
    const { inferResources } = await import('../resources/inference/infer-resources.js')
    return inferResources(contract, corrections)
  })
  const runtime = once(async () => {
    const { createStateRuntime } = await import('../resources/records/state-runtime.js')
    const { replyCheck, log } = settings
    return createStateRuntime(contract, await model(), { seed, replyCheck, warn: warnWith(log) })
  })
  const handlers = once(async () => {
    const { createStateHandlers } = await import('../resources/records/create-state-handlers.js')
    return createStateHandlers(await runtime())
  })
  const tools = once(async (): Promise<ToolsOf> => {
    const { createHandlerTools } = await import('../resources/records/create-handler-tools.js')
    const made = await runtime()
    return (operation, request) => createHandlerTools(made, operation, request)
  })
  const firstRequest = once(async (): Promise<FirstRequest> => {
    const made = await import('../resources/records/first-request.js')
    const shared = await runtime()
    return (...request) => made.firstRequest(shared, ...request)
  })
  const collections = once(async (): Promise<readonly RecordCollection[]> => {
    const made = await import('../resources/records/resource-collections.js')
    return made.createResourceCollections(await runtime())
  })
  const fill: InferredState['fill'] = async (sandbox, records) => {
    const { fillRecords } = await import('../resources/records/fill-records.js')
    return fillRecords(await runtime(), sandbox, records)
  }
  return { model, handlers, tools, firstRequest, collections, fill }
}

/**
 * Infers the state of a contract.
 * @throws SetupError `state-correction` when a correction names what there is not.
 */
export const inferState = async (sources: StateSources): Promise<InferredState> => {
  const { contract, handlers, settings } = sources
  const { handlers: stateHandlers, ...parts } = lateParts(sources)
  const isWhole = contract.operations.every(({ id }) => handlers.has(id))
  if (settings.state === 'off' || isWhole) return { handlers: undefined, ...parts }
  const found = await parts.model()
  return { handlers: found.isEmpty ? undefined : lateAnswers(found, stateHandlers), ...parts }
}

/**
 * Sees to it that a seed has records of resources that there are.
 * @throws SetupError `seed-unreadable` with the nearest name.
 */
export const requireKnownResources = async (
  seed: ResourceSeed | undefined,
  inferred: readonly InferredState[],
): Promise<void> => {
  const named = [...(seed?.keys() ?? [])]
  if (named.length === 0) return
  const models = await Promise.all(inferred.map(({ model }) => model()))
  const isKnown = (name: string) => models.some((model) => model.resource(name) !== undefined)
  const stranger = named.find((name) => !isKnown(name))
  if (stranger === undefined) return
  const known = models.flatMap(({ resources }) => [...resources.keys()])
  const [close] = nearest(stranger, known)
  const hint = close === undefined ? '' : ` Did you mean ${close}?`
  throw new SetupError(
    'seed-unreadable',
    `The seed has records of ${stranger}, and no such resource was found in the contract.${hint}`,
    { pointer: pointer('resources', stranger) },
    known.length > 0 ? `Name one of: ${known.slice(0, 20).join(', ')}.` : undefined,
  )
}
