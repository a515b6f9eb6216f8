import type { components } from '../generated/control.js'
import type { ControlCall, ResultOf } from './control-call.js'

/** A record, as the contract describes it. */
export type StateRecord = components['schemas']['Record']

/** A collection of a sandbox. */
export type CollectionSummary = components['schemas']['CollectionList']['collections'][number]

/** The records of a sandbox. */
export interface StateClient {
  readonly collections: () => Promise<readonly CollectionSummary[]>
  /** All records of a collection in order of insertion (those of a seed by number), or the one with this identity. */
  readonly get: {
    (collection: string): Promise<readonly StateRecord[]>
    (collection: string, id: string | number): Promise<StateRecord>
  }
  /** Adds or replaces records, all of them or none; resolves to what they are now. */
  readonly put: {
    (collection: string, records: readonly StateRecord[]): Promise<readonly StateRecord[]>
    (collection: string, id: string | number, record: StateRecord): Promise<StateRecord>
  }
  readonly remove: (collection: string, id: string | number) => Promise<void>
}

/** The methods of records. */
export const createStateClient = (call: ControlCall): StateClient => {
  const get = async (collection: string, id?: string | number) =>
    id === undefined
      ? (await call('listRecords', { path: { collection } })).records
      : call('getRecord', { path: { collection, id: String(id) } })
  const put = async (
    collection: string,
    where: string | number | readonly StateRecord[],
    record?: StateRecord,
  ) =>
    typeof where === 'object'
      ? (await call('putRecords', { path: { collection }, body: { records: where } })).records
      : call('putRecord', {
          path: { collection, id: String(where) },
          body: record ?? {},
        })
  return {
    collections: async () => (await call('listCollections')).collections,
    get: get as StateClient['get'],
    put: put as StateClient['put'],
    remove: (collection, id) => call('deleteRecord', { path: { collection, id: String(id) } }),
  }
}

/** How many records were generated in which collection. */
export type Generated = ResultOf<'generateRecords'>

/** How many records, where, and by which number. */
export type GenerateWish = Pick<components['schemas']['GenerateRequest'], 'count'> &
  Partial<components['schemas']['GenerateRequest']>

/** What a sandbox begins with. */
export interface SeedClient {
  /** The names that the server knows. */
  readonly list: () => Promise<readonly string[]>
  /** Gives the sandbox other first contents: a seed, or the name of one. */
  readonly replace: (seed: string | Readonly<Record<string, unknown>>) => Promise<void>
  /** Adds realistic records, the same for the same number. */
  readonly generate: (wish: GenerateWish) => Promise<Generated>
}

/** The methods of seeds. */
export const createSeedClient = (call: ControlCall): SeedClient => ({
  list: async () => (await call('listSeeds')).seeds,
  replace: (seed) =>
    call('replaceSeed', { body: typeof seed === 'string' ? { name: seed } : { seed } }),
  generate: (wish) => call('generateRecords', { body: { seed: 1, ...wish } }),
})
