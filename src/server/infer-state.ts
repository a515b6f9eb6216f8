import type { Contract } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { nearest } from '../lib/nearest.js'
import { pointer } from '../lib/json-pointer.js'
import type { Corrections } from '../resources/correction.js'
import { createStateHandlers } from '../resources/create-state-handlers.js'
import type { ResourceSeed } from '../resources/first-records.js'
import { inferResources } from '../resources/infer-resources.js'
import type { StateHandler } from '../resources/state-handler.js'
import { createHandlerTools, type ToolsOf } from '../resources/handler-tools.js'
import { createStateRuntime, type StateRuntime } from '../resources/state-runtime.js'
import { warnWith } from './log-entry.js'
import type { ServerSettings } from './server-options.js'

/** What was inferred of the state of a contract. */
export interface InferredState {
  /** By operation id. */
  readonly handlers: ReadonlyMap<string, StateHandler>
  /** The names of its resources. */
  readonly resources: () => readonly string[]
  /** What handlers read and write the same records with. */
  readonly tools: ToolsOf
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

/**
 * Infers the state of a contract, at once unless every operation has a handler, or nobody wants it.
 * @throws SetupError `state-correction` when a correction names what there is not.
 */
export const inferState = ({
  contract,
  corrections,
  handlers,
  settings,
  seed,
}: StateSources): InferredState => {
  const isWhole = contract.operations.every(({ id }) => handlers.has(id))
  let made: StateRuntime | undefined
  const runtime = () =>
    (made ??= createStateRuntime(contract, inferResources(contract, corrections), {
      ...{ seed, warn: warnWith(settings.log) },
    }))
  const resources = () => [...runtime().model.resources.keys()]
  const tools: ToolsOf = (operation, request) => createHandlerTools(runtime(), operation, request)
  const isUsed = settings.state === 'on' && !isWhole
  return { handlers: isUsed ? createStateHandlers(runtime()) : new Map(), resources, tools }
}

/**
 * Sees to it that a seed has records of resources that there are.
 * @throws SetupError `seed-unreadable` with the nearest name.
 */
export const requireKnownResources = (
  seed: ResourceSeed | undefined,
  inferred: readonly InferredState[],
): void => {
  const named = [...(seed?.keys() ?? [])]
  if (named.length === 0) return
  const known = inferred.flatMap(({ resources }) => resources())
  const stranger = named.find((name) => !known.includes(name))
  if (stranger === undefined) return
  const [close] = nearest(stranger, known)
  const hint = close === undefined ? '' : ` Did you mean ${close}?`
  throw new SetupError(
    'seed-unreadable',
    `The seed has records of ${stranger}, and no such resource was found in the contract.${hint}`,
    { pointer: pointer('resources', stranger) },
    known.length > 0 ? `Name one of: ${known.slice(0, 20).join(', ')}.` : undefined,
  )
}
