import type { Contract } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { nearest } from '../lib/nearest.js'
import { pointer } from '../lib/json-pointer.js'
import type { Corrections } from '../resources/correction.js'
import { createStateHandlers } from '../resources/create-state-handlers.js'
import type { ResourceSeed } from '../resources/first-records.js'
import { inferResources } from '../resources/infer-resources.js'
import type { StateHandler } from '../resources/state-handler.js'
import { warnWith } from './log-entry.js'
import type { ServerSettings } from './server-options.js'

/** What was inferred of the state of a contract. */
export interface InferredState {
  /** By operation id. */
  readonly handlers: ReadonlyMap<string, StateHandler>
  /** The names of its resources. */
  readonly resources: readonly string[]
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

const none: InferredState = { handlers: new Map(), resources: [] }

/**
 * Infers the state of a contract; none where every operation has a handler, or nobody wants it.
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
  if (settings.state === 'off' || isWhole) return none
  const model = inferResources(contract, corrections)
  return {
    handlers: createStateHandlers(contract, model, { seed, warn: warnWith(settings.log) }),
    resources: [...model.resources.keys()],
  }
}

/**
 * Sees to it that a seed has records of resources that there are.
 * @throws SetupError `seed-unreadable` with the nearest name.
 */
export const requireKnownResources = (
  seed: ResourceSeed | undefined,
  inferred: readonly InferredState[],
): void => {
  const known = inferred.flatMap(({ resources }) => resources)
  const stranger = [...(seed?.keys() ?? [])].find((name) => !known.includes(name))
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
