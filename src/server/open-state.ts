import { readFile } from 'node:fs/promises'
import { createAuth, type Auth } from '../auth/auth.js'
import { createVisitorNames, type VisitorNames } from '../auth/visitor-names.js'
import { SetupError } from '../errors.js'
import type { JsonObject } from '../lib/json-object.js'
import type { Clock } from '../sandbox/clock.js'
import type { ResourceSeed } from '../resources/records/first-records.js'
import type { Random } from '../sandbox/random.js'
import type { OwnRecords } from '../sandbox/own-records.js'
import { limitsOf } from '../sandbox/sandbox-about.js'
import { createInitialContents } from '../sandbox/seed-contents.js'
import { readSeed, type Seed } from '../sandbox/seed.js'
import { openJsonFileStore } from '../store/json-file-store.js'
import type { FaultOf } from '../store/world-text.js'
import { createMemoryStore } from '../store/memory-store.js'
import type { Store } from '../store/store.js'
import { packageFile } from './package-files.js'
import { serverKey } from './server-key.js'
import type { ServerOptions, ServerSettings } from './server-options.js'

/** The state of a server and the cryptography that goes with it. */
export interface OpenState {
  readonly store: Store
  readonly auth: Auth
  /** The names that strangers get for their sandboxes. */
  readonly visitors: VisitorNames
  /** The first records of resources, where the seed has them. */
  readonly seed: ResourceSeed | undefined
}

const readSeedFile = async (file: string): Promise<JsonObject> => {
  try {
    return JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, '')) as JsonObject
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SetupError('seed-unreadable', reason, { file })
  }
}

/** A sandbox may hold less than others, which it says itself. */
const createRoom = (settings: Pick<ServerSettings, 'limits'>) => {
  let store: Store | undefined
  return {
    maxRecords: (world: string): number =>
      store ? limitsOf(store, settings.limits, world).records : settings.limits.records,
    opened: (one: Store): Store => (store = one),
  }
}

/** Who edits a file by hand is told what no request could be answered with. */
const createFaultOf =
  ({ collections, violations }: OwnRecords): FaultOf =>
  (collection, records) => {
    if (!collections.includes(collection)) return undefined
    const [first] = violations(collection, Object.fromEntries(records))
    return first?.message.replace(/^body /, 'at ')
  }

const loadSeed = async (seed: ServerOptions['seed']): Promise<Seed> => {
  if (typeof seed === 'object') return readSeed(seed)
  const file = seed ?? packageFile('data/seed.json')
  try {
    return readSeed(await readSeedFile(file))
  } catch (error) {
    if (!(error instanceof SetupError) || error.place.file !== undefined) throw error
    throw new SetupError(error.code, error.message, { ...error.place, file }, error.fix)
  }
}

/**
 * Opens the store, reads the seed and finds the key.
 * @throws SetupError naming the file or the option that cannot be used.
 */
export const openState = async (
  options: ServerOptions,
  settings: Pick<ServerSettings, 'limits'> & { readonly ownRecords: OwnRecords },
  clock: Clock,
  random: Random,
): Promise<OpenState> => {
  const inMemory = options.data === undefined || options.store === 'memory'
  const profile = options.profile ?? 'local'
  const directory = inMemory ? undefined : options.data
  const seed = await loadSeed(options.seed)
  const key = await serverKey({ secret: options.jwtSecret, directory, profile }, random)
  const auth = createAuth({ key, passwordCost: profile })
  const initial = createInitialContents(seed, { auth, clock, random })
  const { maxRecords, opened } = createRoom(settings)
  const store = opened(
    directory === undefined
      ? createMemoryStore(initial, maxRecords)
      : await openJsonFileStore({
          ...{ directory, initial, maxRecords },
          faultOf: createFaultOf(settings.ownRecords),
        }),
  )
  const visitors = createVisitorNames(key, random)
  return { store, auth, visitors, seed: seed.resources }
}
