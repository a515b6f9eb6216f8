import { noCookie } from '../auth/session-cookie.js'
import { Problem } from '../errors.js'
import type { Turns } from '../store/turns.js'
import { firstImage, type Store, type WorldContents } from '../store/store.js'
import type { Clock } from './clock.js'
import {
  abouts,
  aboutOf,
  type Limits,
  limitsOf,
  type Origin,
  type SandboxAbout,
} from './sandbox-about.js'
import { requireSandboxRoom, type SandboxRegistry } from './sandbox-registry.js'

/** The sandbox of requests that name none: it is always there, and never expires. */
export const usualSandbox = 'default'

/** What sandboxes are made and kept with. */
export interface WorldsParts {
  readonly store: Store
  readonly registry: Pick<SandboxRegistry<never>, 'run' | 'open' | 'remove' | 'uses'>
  /** The clock of the machine. */
  readonly clock: Clock
  /** The limits of a sandbox that has none of its own. */
  readonly limits: Limits
  readonly maxSandboxes: number
  /** Seconds after which a sandbox that nobody uses is deleted; undefined: never. */
  readonly idleSeconds: number | undefined
  /** Gives turns to those who make something under one name. */
  readonly turnsOf: (name: string) => Turns
}

/** A sandbox as it is now. */
export interface SandboxSummary {
  readonly name: string
  readonly records: number
  readonly about: SandboxAbout | undefined
  readonly limits: Limits
  /** Milliseconds since 1970; undefined: not since the start. */
  readonly lastUsedAt: number | undefined
  /** When it will be deleted unless it is used; undefined: never. */
  readonly expiresAt: number | undefined
}

/** What a new sandbox is to be. */
export interface SandboxWish {
  readonly name: string
  readonly from?: Origin | undefined
  readonly idleSeconds?: number | undefined
  readonly limits?: Partial<Limits> | undefined
  /** What the seed has made that it comes from. */
  readonly contents?: WorldContents | undefined
}

/** The sandboxes of a server as a whole: which there are, how they come and go. */
export class Worlds {
  readonly #parts: WorldsParts
  readonly #startedAt: number

  constructor(parts: WorldsParts) {
    this.#parts = parts
    this.#startedAt = parts.clock.now()
  }

  /** Those that are stored or were used since the start, by name. */
  async list(): Promise<readonly SandboxSummary[]> {
    const names = new Set([...this.#parts.store.worlds(), usualSandbox])
    const listed: SandboxSummary[] = []
    // One after the other, so that few files are read at a time.
    for (const name of [...names].sort()) {
      const found = await this.find(name)
      if (found) listed.push(found)
    }
    return listed
  }

  /** The sandbox of this name; undefined: there is none. One that was given begins when it is asked for. */
  async find(name: string, isGiven = name === usualSandbox): Promise<SandboxSummary | undefined> {
    const { store, limits, registry } = this.#parts
    if (!store.has(name) && !isGiven && name !== usualSandbox) return undefined
    await registry.open(name)
    const about = aboutOf(store, name)
    return {
      ...{ name, about },
      records: store.recordCount(name) ?? 0,
      limits: limitsOf(store, limits, name),
      lastUsedAt: registry.uses.lastAt(name),
      expiresAt: this.#expiry(name, about),
    }
  }

  /**
   * Makes a sandbox; a reset brings back what it is made of.
   * @throws Problem `sandbox-exists` (409), `sandboxes-full` (507), `request-invalid`, and 404 for what it
   *   is to be made of.
   */
  async create(wish: SandboxWish): Promise<void> {
    const { name } = wish
    const { store, registry, turnsOf } = this.#parts
    await turnsOf(name).take(async () => {
      if (store.has(name) || name === usualSandbox)
        throw new Problem('sandbox-exists', { detail: `There is a sandbox ${name} already.` })
      requireSandboxRoom(store, name, this.#parts.maxSandboxes)
      this.#requireModest(wish)
      await this.#begin(wish)
      try {
        await registry.run(name, noCookie, async ({ state, reset }) => {
          // Somebody may have begun to use the name meanwhile.
          reset()
          state.put(abouts, this.#aboutFor(wish))
        })
      } catch (error) {
        await registry.remove(name)
        throw error
      }
    })
  }

  /** Deletes a sandbox with all that belongs to it; false: there was none. */
  async remove(name: string): Promise<boolean> {
    const { registry, turnsOf } = this.#parts
    return turnsOf(name).take(() => registry.remove(name))
  }

  /**
   * Deletes the sandboxes that nobody has used for their time.
   * @returns milliseconds until the next one may expire; undefined: none ever will.
   */
  async sweep(): Promise<number | undefined> {
    const { store, registry, clock } = this.#parts
    let next: number | undefined
    for (const name of store.worlds()) {
      if (name === usualSandbox || !store.has(name)) continue
      // What it says itself of its time is known once it is in memory.
      if (store.recordCount(name) === undefined) await registry.open(name)
      const expiry = this.#expiry(name, aboutOf(store, name))
      if (expiry === undefined) continue
      const left = expiry - clock.now()
      if (left <= 0 && !registry.uses.isActive(name)) await this.remove(name)
      else next = Math.min(next ?? Infinity, Math.max(left, 0))
    }
    return next
  }

  #expiry(name: string, about: SandboxAbout | undefined): number | undefined {
    const { idleSeconds: usual, registry } = this.#parts
    const seconds = about?.idleSeconds ?? usual
    if (seconds === undefined || name === usualSandbox) return undefined
    return (registry.uses.lastAt(name) ?? this.#startedAt) + seconds * 1000
  }

  #aboutFor({ name, from, idleSeconds, limits }: SandboxWish): SandboxAbout {
    return {
      sandbox: name,
      createdAt: new Date(this.#parts.clock.now()).toISOString(),
      ...(from && { origin: from }),
      ...(idleSeconds !== undefined && { idleSeconds }),
      ...(limits && { limits }),
    }
  }

  /** A sandbox may have less than the server gives, never more. */
  #requireModest({ limits = {} }: SandboxWish): void {
    for (const part of ['records', 'snapshots', 'journal'] as const) {
      const most = this.#parts.limits[part]
      const wished = limits[part]
      if (wished === undefined || wished <= most) continue
      throw new Problem('request-invalid', {
        detail: `A sandbox of this server has at most ${most} ${part}, not ${wished}.`,
        fix: 'Ask for less, or start the server with a higher limit.',
      })
    }
  }

  /** Gives a sandbox that is not there yet its first image. */
  async #begin({ name, from, contents }: SandboxWish): Promise<void> {
    const { store, registry } = this.#parts
    const to = { world: name, image: firstImage }
    if (contents) return store.replace(to, contents)
    if (!from) return
    const { sandbox = usualSandbox, snapshot } = from
    if (sandbox === usualSandbox) await registry.open(sandbox)
    const place = { world: sandbox, ...(snapshot !== undefined && { image: snapshot }) }
    await store.copy(place, to)
  }
}
