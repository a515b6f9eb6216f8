import type { Contract } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { nearest } from '../lib/nearest.js'
import { pointer } from '../lib/json-pointer.js'
import type { Corrections } from '../resources/correction.js'
import type { StateHandlers } from '../resources/create-state-handlers.js'
import type { ResourceSeed } from '../resources/first-records.js'
import type { ToolsOf } from '../resources/create-handler-tools.js'
import type { StateRuntime } from '../resources/state-runtime.js'
import { warnWith } from './log-entry.js'
import type { ServerSettings } from './server-options.js'

/** The state of a contract. */
export interface InferredState {
  /**
   * What answers from it; undefined where every operation has a handler, where nothing is inferred, and
   * where nobody wants it.
   */
  readonly handlers: StateHandlers | undefined
  /** What all share who read and write its records; made when it is first asked for. */
  readonly runtime: () => Promise<StateRuntime>
  /** What handlers read and write the same records with. */
  readonly tools: () => Promise<ToolsOf>
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

const openRuntime = async ({
  contract,
  corrections,
  settings,
  seed,
}: StateSources): Promise<StateRuntime> => {
  // Not loaded for contracts without state.
  const [{ inferResources }, { createStateRuntime }] = await Promise.all([
    import('../resources/infer-resources.js'),
    import('../resources/state-runtime.js'),
  ])
  const model = inferResources(contract, corrections)
  return createStateRuntime(contract, model, { seed, warn: warnWith(settings.log) })
}

/**
 * Infers the state of a contract.
 * @throws SetupError `state-correction` when a correction names what there is not.
 */
export const inferState = async (sources: StateSources): Promise<InferredState> => {
  const { contract, handlers, settings } = sources
  let opened: Promise<StateRuntime> | undefined
  const runtime = () => (opened ??= openRuntime(sources))
  const tools = async (): Promise<ToolsOf> => {
    const [{ createHandlerTools }, made] = await Promise.all([
      import('../resources/create-handler-tools.js'),
      runtime(),
    ])
    return (operation, request) => createHandlerTools(made, operation, request)
  }
  const isWhole = contract.operations.every(({ id }) => handlers.has(id))
  if (settings.state === 'off' || isWhole) return { handlers: undefined, runtime, tools }
  const [{ createStateHandlers }, made] = await Promise.all([
    import('../resources/create-state-handlers.js'),
    runtime(),
  ])
  const answering = made.model.isEmpty ? undefined : createStateHandlers(made)
  return { handlers: answering, runtime, tools }
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
  const models = await Promise.all(inferred.map(async ({ runtime }) => (await runtime()).model))
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
