import { sharedPasswords } from '../auth/shared-passwords.js'
import { Problem } from '../errors.js'
import type { JsonObject } from '../lib/json-object.js'
import type { RecordCollection } from '../sandbox/record-collection.js'
import { firstImage, type Store, type WorldContents } from '../store/store.js'
import type { AllControlHandlers } from './control-context.js'
import { collectionNamed } from './collection-named.js'

/** Seeds, and what becomes of them. */
export interface Seeds {
  /** The names of those that have one. */
  readonly names: () => Promise<readonly string[]>
  /**
   * The contents that a seed makes of a sandbox.
   * @throws Problem `request-invalid` (422) where it is none, `not-found` for a name that none has.
   */
  readonly contents: (seed: string | JsonObject, sandbox: string) => Promise<WorldContents>
}

/** What the handlers of seeds need. */
export interface SeedHandlerParts {
  readonly seeds: Seeds
  readonly store: Store
  readonly open: (sandbox: string) => Promise<void>
  readonly collections: () => Promise<readonly RecordCollection[]>
}

type SeedRequest = Parameters<AllControlHandlers['replaceSeed']>[0]['body']

const seedIn = ({ name, seed }: SeedRequest): string | JsonObject => {
  const given = name ?? seed
  if (given !== undefined && (name === undefined || seed === undefined)) return given
  throw new Problem('request-invalid', {
    detail: `The request has ${given === undefined ? 'neither name nor seed' : 'name and seed'}.`,
    fix: 'Send either the name of a seed, or a seed.',
  })
}

/** The collections that records are generated in. */
const wantedOf = (
  collections: readonly RecordCollection[],
  name: string | undefined,
): readonly RecordCollection[] => {
  if (name !== undefined) return [collectionNamed(collections, name)]
  const alone = collections.filter(({ standsAlone }) => standsAlone)
  if (alone.length > 0) return alone
  throw new Problem('not-found', {
    detail: 'The contracts that are served have no collection that stands on its own.',
    fix: 'Name a collection.',
  })
}

/** The operations of the seeds. */
export const createSeedHandlers = ({ seeds, store, open, collections }: SeedHandlerParts) =>
  ({
    listSeeds: async () => ({ status: 200, body: { seeds: [...(await seeds.names())] } }),
    replaceSeed: async ({ sandbox, body, transaction }) => {
      const contents = await seeds.contents(seedIn(body), sandbox)
      await open(sandbox)
      await store.replace({ world: sandbox, image: firstImage }, contents)
      await transaction(async (world) => world.reset())
      return { status: 204 }
    },
    generateRecords: async ({ body: { count, seed = 1, collection }, transaction }) => {
      const wanted = wantedOf(await collections(), collection)
      let passwords: ReturnType<typeof sharedPasswords> | undefined
      return transaction(async (sandbox) => {
        passwords ??= sharedPasswords(sandbox.auth.passwords)
        const hashing = { ...sandbox, auth: { ...sandbox.auth, passwords } }
        const made = []
        for (const { name, generate } of wanted)
          made.push({ name, records: await generate(hashing, { count, seed }) })
        return { status: 201, body: { collections: made } }
      })
    },
  }) satisfies Partial<AllControlHandlers>
