import { setTimeout as delay } from 'node:timers/promises'
import { monotonic } from '../sandbox/clock.js'
import { takeSnapshot, type FileSnapshot } from './file-snapshot.js'
import { createFolderWatch, type FolderWatch } from './folder-watch.js'

/** Hears of the files whose contents have changed; a rejection is not looked at. */
export type FilesChanged = (files: readonly string[]) => Promise<unknown>

/** What was seen of each file. */
type Snapshots = ReadonlyMap<string, FileSnapshot>

/** Events of one save come within this time. */
const eventMs = 50
/** A change counts when a second look after this time sees the same: an editor may be writing still. */
const stillMs = 50
/** An empty or missing file is most often the middle of a save. */
const emptyMs = 300
/** How often the files are looked at, whatever the system tells: network drives and containers tell nothing. */
const pollMs = 1000
/** Looking takes at most one part in so many of the time, and of the time after an event. */
const pollParts = 20
const eventParts = 4
/** A file that never holds still is taken as it is. */
const maxLooks = 40

/**
 * Watches the contents of files. What the system tells of folders makes it look at once, and it looks
 * from time to time anyway; only a change of contents counts. Keeps no process alive.
 */
export class FileWatch {
  #files: readonly string[] = []
  readonly #known = new Map<string, FileSnapshot>()
  #onChange: FilesChanged | undefined
  #folders: FolderWatch | undefined
  #timer: NodeJS.Timeout | undefined
  #checking: Promise<void> = Promise.resolve()
  #lookedMs = 0
  #isSoon = false
  #isClosed = false

  /** Watches these files and no others; what new ones hold now is what changes are measured by. */
  async follow(files: readonly string[]): Promise<void> {
    this.#files = [...new Set(files)]
    const added = this.#files.filter((file) => !this.#known.has(file))
    for (const [file, seen] of await this.#look(added)) this.#known.set(file, seen)
  }

  /** Begins to tell of changes: at first of those since `follow`. */
  start(onChange: FilesChanged): void {
    this.#onChange = onChange
    this.#folders = createFolderWatch(() => this.#checkSoon())
    this.#checkSoon()
  }

  /** Ends watching; resolves when nothing is under way any more. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#folders?.close()
    await this.#checking
  }

  #checkIn(milliseconds: number): void {
    if (this.#isClosed) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#isSoon = false
      this.#checking = this.#checking.then(() => this.#check())
    }, milliseconds)
    this.#timer.unref()
  }

  #checkSoon(): void {
    if (this.#isSoon) return
    this.#isSoon = true
    this.#checkIn(Math.max(eventMs, this.#lookedMs * eventParts))
  }

  async #check(): Promise<void> {
    const began = monotonic()
    const files = this.#files
    await this.#folders?.refresh(files)
    const first = await this.#look(files)
    this.#lookedMs = monotonic() - began
    const seen = this.#changesIn(first).length > 0 ? await this.#lookAgain(first) : first
    const changed = this.#changesIn(seen).map(([file]) => file)
    for (const [file, snapshot] of seen) this.#known.set(file, snapshot)
    if (changed.length > 0 && !this.#isClosed)
      await this.#onChange?.(changed).catch(() => undefined)
    if (!this.#isSoon) this.#checkIn(Math.max(pollMs, this.#lookedMs * pollParts))
  }

  #changesIn(seen: Snapshots): readonly (readonly [string, FileSnapshot])[] {
    return [...seen].filter(([file, { hash }]) => this.#known.get(file)?.hash !== hash)
  }

  /** Looks until the files hold still. */
  async #lookAgain(first: Snapshots): Promise<Snapshots> {
    let seen = first
    for (let looks = 0; looks < maxLooks && !this.#isClosed; looks++) {
      const isEmpty = this.#changesIn(seen).some(([, { hasContents }]) => !hasContents)
      await delay(isEmpty ? emptyMs : stillMs, undefined, { ref: false })
      const before = seen
      seen = await this.#look([...before.keys()], before)
      if ([...seen].every(([file, { hash }]) => before.get(file)?.hash === hash)) break
    }
    return seen
  }

  async #look(files: readonly string[], before: Snapshots = this.#known): Promise<Snapshots> {
    const looks = files.map(async (file) => {
      return [file, await takeSnapshot(file, before.get(file))] as const
    })
    return new Map(await Promise.all(looks))
  }
}
