import { Problem } from '../errors.js'
import { nearest } from '../lib/nearest.js'
import type { Store, WorldContents } from '../store/store.js'
import type { Turns } from '../store/turns.js'
import type { Clock } from './clock.js'
import { abouts, aboutOf, type Limits, limitsOf } from './sandbox-about.js'
import type { OwnRecords } from './own-records.js'
import type { SandboxRegistry } from './sandbox-registry.js'
import { readSnapshot } from './read-snapshot.js'

/** What is known of a snapshot. */
export interface SnapshotInfo {
  readonly name: string
  /** RFC 3339 date-time, by the clock of the machine. */
  readonly createdAt: string
  readonly records: number
}

/** What snapshots are kept with. */
export interface SnapshotsParts {
  readonly store: Store
  readonly registry: Pick<SandboxRegistry<never>, 'open' | 'restore'>
  /** The clock of the machine. */
  readonly clock: Clock
  readonly limits: Limits
  readonly turnsOf: (name: string) => Turns
  readonly ownRecords: OwnRecords
}

/** For a snapshot that a person has put into the folder by hand. */
const longAgo = new Date(0).toISOString()

/** The first of `snapshot-1`, `snapshot-2` and so on that is free. */
const freeName = (taken: ReadonlySet<string>): string => {
  for (let number = 1; ; number++) {
    const name = `snapshot-${number}`
    if (!taken.has(name)) return name
  }
}

/** What people see of contents: without what is known of the very sandbox. */
const portable = ({ collections, counters }: WorldContents): WorldContents => {
  const { [abouts.name]: _, ...others } = collections
  return { collections: others, counters: counters ?? {} }
}

/** The snapshots of the sandboxes of a server. */
export class Snapshots {
  readonly #parts: SnapshotsParts

  constructor(parts: SnapshotsParts) {
    this.#parts = parts
  }

  /** By name. */
  async list(sandbox: string): Promise<readonly SnapshotInfo[]> {
    const images = await this.#parts.store.images(sandbox)
    return images.map(({ name, savedAt, records }) => ({
      ...{ name, records },
      createdAt: savedAt ?? longAgo,
    }))
  }

  /**
   * Saves what a sandbox holds, all of it at one moment.
   * @throws Problem `snapshots-full` (507).
   */
  async save(sandbox: string, wished: string | undefined): Promise<SnapshotInfo> {
    const { store, registry } = this.#parts
    await registry.open(sandbox)
    const saved = await this.#add(sandbox, wished, (place) =>
      store.copy({ world: sandbox }, place, this.#now()),
    )
    return saved.info
  }

  /**
   * Saves contents that somebody has exported, all of them or none.
   * @throws Problem `request-invalid` (422), `snapshots-full`, `sandbox-full` (507).
   */
  async import(
    sandbox: string,
    name: string,
    contents: unknown,
  ): Promise<{ readonly info: SnapshotInfo; readonly isNew: boolean }> {
    const { store, registry, ownRecords } = this.#parts
    const read = readSnapshot(contents, ownRecords)
    await registry.open(sandbox)
    const about = aboutOf(store, sandbox)
    const { collections } = portable(read)
    const own = about && { [abouts.name]: { [abouts.key(about)]: about } }
    const whole = { ...read, collections: { ...collections, ...own } }
    return this.#add(sandbox, name, (place) => store.replace(place, whole, this.#now()))
  }

  /** @throws Problem `snapshot-unknown` (404). */
  async contents(sandbox: string, name: string): Promise<WorldContents> {
    const found = await this.#parts.store.contents({ world: sandbox, image: name })
    if (!found) throw await this.#unknown(sandbox, name)
    return portable(found)
  }

  /** What a sandbox holds now. */
  async present(sandbox: string): Promise<WorldContents> {
    const { store, registry } = this.#parts
    await registry.open(sandbox)
    return portable((await store.contents({ world: sandbox })) ?? { collections: {} })
  }

  /** @throws Problem `snapshot-unknown` (404). */
  async info(sandbox: string, name: string): Promise<SnapshotInfo> {
    const found = (await this.list(sandbox)).find((one) => one.name === name)
    if (!found) throw await this.#unknown(sandbox, name)
    return found
  }

  /**
   * Puts a sandbox back, at one moment for all requests.
   * @throws Problem `snapshot-unknown` (404), `store-full` (507).
   */
  async restore(sandbox: string, name: string): Promise<void> {
    await this.info(sandbox, name)
    await this.#parts.registry.restore(sandbox, name)
  }

  /** @throws Problem `snapshot-unknown` (404). */
  async remove(sandbox: string, name: string): Promise<void> {
    const wasThere = await this.#parts.store.remove({ world: sandbox, image: name })
    if (!wasThere) throw await this.#unknown(sandbox, name)
  }

  #now(): string {
    return new Date(this.#parts.clock.now()).toISOString()
  }

  /** Adds an image under a name, one after the other: two without a name get two names. */
  async #add(
    sandbox: string,
    wished: string | undefined,
    write: (place: { readonly world: string; readonly image: string }) => Promise<void>,
  ) {
    const { store, limits, turnsOf } = this.#parts
    return turnsOf(sandbox).take(async () => {
      const taken = new Set((await store.images(sandbox)).map((image) => image.name))
      const name = wished ?? freeName(taken)
      const { snapshots: most } = limitsOf(store, limits, sandbox)
      if (!taken.has(name) && taken.size >= most)
        throw new Problem('snapshots-full', {
          detail: `The sandbox ${sandbox} has ${taken.size} snapshots, and ${most} is the limit: ${name} was not saved.`,
        })
      await write({ world: sandbox, image: name })
      return { info: await this.info(sandbox, name), isNew: !taken.has(name) }
    })
  }

  async #unknown(sandbox: string, name: string): Promise<Problem> {
    const names = (await this.#parts.store.images(sandbox)).map((image) => image.name)
    const close = nearest(name, names)
    return new Problem('snapshot-unknown', {
      detail: `The sandbox ${sandbox} has no snapshot ${name}.`,
      ...(close.length > 0 && { fix: `Did you mean ${close.join(' or ')}?` }),
    })
  }
}
