import type { Auth } from '../auth/auth.js'
import { noCookie } from '../auth/session-cookie.js'
import { violation } from '../contract/violation.js'
import type { Seeds } from '../control/seed-handlers.js'
import { Problem, SetupError } from '../errors.js'
import type { JsonObject } from '../lib/json-object.js'
import type { ResourceSeed } from '../resources/records/first-records.js'
import { systemClock } from '../sandbox/clock.js'
import { secureRandom } from '../sandbox/random.js'
import { createInitialContents } from '../sandbox/seed-contents.js'
import { readSeed, type Seed } from '../sandbox/seed.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import { createMemoryStore } from '../store/memory-store.js'
import type { WorldContents } from '../store/store.js'
import { type InferredState, requireKnownResources } from './infer-state.js'
import type { SeedFolder } from './seed-folder.js'
import type { ServerSettings } from './server-options.js'

/** What seeds are made into contents with. */
export interface SeedsParts {
  readonly folder: SeedFolder
  readonly auth: Auth
  readonly settings: Pick<ServerSettings, 'authorization' | 'appUrl'>
  readonly states: readonly InferredState[]
  /** The first records of resources of the server's own seed. */
  readonly usual: ResourceSeed | undefined
}

/** A seed that cannot be used is the fault of whoever sent it, or of the file that was named. */
const refused = (error: SetupError, seed: string | JsonObject): Problem => {
  const at = error.place.pointer ?? ''
  const isNamed = typeof seed === 'string'
  return new Problem('request-invalid', {
    detail: isNamed ? `${seed}.json: ${error.message}` : error.message,
    fix: isNamed ? 'Correct the file in the folder of seeds.' : error.fix,
    violations: [
      violation('body', isNamed ? '/name' : `/seed${at}`, 'seed', 'a seed as documented'),
    ],
  })
}

const tools = ({ auth }: SeedsParts) => ({ auth, clock: systemClock, random: secureRandom })

/** The same contents with the records of resources that a seed says, made in a store of their own. */
const withResources = async (
  parts: SeedsParts,
  contents: WorldContents,
  resources: ResourceSeed | undefined,
  name: string,
): Promise<WorldContents> => {
  const { states, auth, settings } = parts
  const scratch = createMemoryStore(() => contents)
  await scratch.transaction(name, async (state) => {
    const { clock, random } = tools(parts)
    const reset = () => state.reset()
    const sandbox: Sandbox = { name, state, clock, random, auth, cookie: noCookie, settings, reset }
    for (const { fill } of states) await fill(sandbox, resources)
  })
  return (await scratch.contents({ world: name })) ?? contents
}

/** Makes contents of sandboxes out of seeds that are sent or named. */
export const createSeeds = (parts: SeedsParts): Seeds => {
  const made = async (seed: Seed, sandbox: string): Promise<WorldContents> => {
    await requireKnownResources(seed.resources, parts.states)
    const contents = await createInitialContents(seed, tools(parts))(sandbox)
    // Without records in either seed, first ones are made as for every other sandbox.
    const isUsual = seed.resources === undefined && parts.usual === undefined
    return isUsual ? contents : withResources(parts, contents, seed.resources, sandbox)
  }
  return {
    names: parts.folder.names,
    contents: async (seed, sandbox) => {
      const json = typeof seed === 'string' ? await parts.folder.read(seed) : seed
      try {
        return await made(readSeed(json), sandbox)
      } catch (error) {
        throw error instanceof SetupError ? refused(error, seed) : error
      }
    },
  }
}
