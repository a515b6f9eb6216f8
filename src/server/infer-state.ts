import type { Contract } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { nearest } from '../lib/nearest.js'
import { pointer } from '../lib/json-pointer.js'
import type { Corrections } from '../resources/correction.js'
import type { StateHandlers } from '../resources/create-state-handlers.js'
import type { ResourceSeed } from '../resources/first-records.js'
import { warnWith } from './log-entry.js'
import type { ServerSettings } from './server-options.js'

/** What was inferred of the state of a contract. */
export interface InferredState extends StateHandlers {
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
  const [{ inferResources }, { createStateHandlers }] = await Promise.all([
    import('../resources/infer-resources.js'),
    import('../resources/create-state-handlers.js'),
  ])
  const model = inferResources(contract, corrections)
  if (model.isEmpty) return undefined
  return {
    ...createStateHandlers(contract, model, { seed, warn: warnWith(settings.log) }),
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
