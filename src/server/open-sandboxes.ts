import type { Contract } from '../contract/contract.js'
import { systemClock } from '../sandbox/clock.js'
import { secureRandom } from '../sandbox/random.js'
import { Journals } from '../sandbox/journals.js'
import { createOwnRecords } from '../sandbox/own-records.js'
import { limitsOf } from '../sandbox/sandbox-about.js'
import { createSandboxRegistry } from '../sandbox/sandbox-registry.js'
import { Snapshots } from '../sandbox/snapshots.js'
import { turnsByName } from '../sandbox/turns-by-name.js'
import { Worlds } from '../sandbox/worlds.js'
import type { AnyHandler } from './any-handler.js'
import { openState } from './open-state.js'
import type { ServerOptions, ServerSettings } from './server-options.js'

/** Opens what is kept, and the sandboxes in it. @throws SetupError as `openState` does. */
export const openSandboxes = async (
  options: ServerOptions,
  settings: ServerSettings,
  control: Contract,
) => {
  const ownRecords = createOwnRecords(control)
  const [clock, random] = [systemClock, secureRandom]
  const { maxSandboxes, limits, sandboxIdle: idleSeconds, authorization, appUrl } = settings
  const { auth, ...state } = await openState(options, { ...settings, ownRecords }, clock, random)
  const { store } = state
  const journals = new Journals((name) => limitsOf(store, limits, name).journal)
  const registry = createSandboxRegistry<AnyHandler>({
    ...{ store, auth, clock, random, maxSandboxes, journals },
    settings: { authorization, appUrl },
  })
  const parts = { store, registry, clock, limits, turnsOf: turnsByName(), ownRecords }
  return {
    ...{ ...state, auth, registry, journals, credentials: auth.credentials },
    worlds: new Worlds({ ...parts, maxSandboxes, idleSeconds }),
    snapshots: new Snapshots(parts),
  }
}
