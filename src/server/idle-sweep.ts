import type { Worlds } from '../sandbox/worlds.js'

/** Between two looks, in milliseconds: as often as one may expire, within these. */
const [soonest, latest] = [1_000, 60_000]

/** Deletes sandboxes that nobody uses, from time to time; never keeps the program alive. */
export class IdleSweep {
  readonly #worlds: Pick<Worlds, 'sweep'>
  #timer: NodeJS.Timeout | undefined
  #isOver = false

  constructor(worlds: Pick<Worlds, 'sweep'>) {
    this.#worlds = worlds
  }

  /** Looks now, and again when the next one may expire. */
  async run(): Promise<void> {
    // What the disk refuses is tried again at the next look.
    const next = await this.#worlds.sweep().catch(() => latest)
    if (this.#isOver) return
    clearTimeout(this.#timer)
    const pause = Math.min(Math.max(next ?? latest, soonest), latest)
    this.#timer = setTimeout(() => void this.run(), pause)
    this.#timer.unref()
  }

  stop(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
  }
}
