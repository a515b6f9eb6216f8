import { randomUUID } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Problem, SetupError } from '../errors.js'
import { type FileSystem, syncFolder, systemCode, systemReason } from './file-system.js'
import type { Failure } from './group-writer.js'
import type { Entry } from './lookup.js'
import { DamagedText, type FaultOf, parseWorld, printWorld } from './world-text.js'
import type { SavedState } from './world-keeper.js'

const FILE = 'db.json'
const TEMPORARY = /^db\.json\.[0-9a-f-]+\.tmp$/

/** What all files of one store share. */
export interface FileParts {
  readonly fs: FileSystem
  /** Texts of entries that were printed before. */
  readonly printed: WeakMap<Entry, string>
  /** Files whose fsync failed while they were opened: another one might succeed without being true. */
  readonly lost: Map<string, SetupError>
  readonly faultOf?: FaultOf | undefined
  readonly makeLow: (adapter: WorldFile) => Face
}

/** What is used of lowdb's `Low`: reads and writes go through it to its adapter, the WorldFile. */
interface Face {
  data: SavedState | null
  read(): Promise<void>
  write(): Promise<void>
}

/** An fsync that cannot be undone failed: what a power cut would leave, nobody can tell. */
export class UnknownState extends Error {
  constructor(override readonly cause: unknown) {
    super(`The disk could not make a change durable: ${systemReason(cause)}`)
    this.name = 'UnknownState'
  }
}

/**
 * The file of one world, or of one image: the adapter behind lowdb's face, with our own way of writing. A write is a
 * temporary file in the same folder, fsync, rename, fsync of the folder: a crash or a power cut at any
 * point leaves the old file or the new one, never a mixture.
 *
 * No failed fsync is tried again on the same file: the kernel may have dropped the data and then report
 * success (PostgreSQL's lesson of 2018). A temporary file is thrown away then. A folder cannot be: when its
 * fsync fails after the rename, the change may or may not survive a power cut, and neither keeping it in
 * memory nor undoing it would be true; so the world is refused until a restart reads what is there.
 */
export class WorldFile {
  readonly path: string
  /** The folder that it is in; made, with those above it that are ours, at the first write. */
  readonly #folder: string
  readonly #folders: readonly string[]
  readonly #parts: FileParts
  readonly #low: Face
  /** True once the folders, and the entry of each in its parent, are durable. */
  #hasFolders = false

  /** @param folders The folder of the file at last, before it those above which are made with it. */
  constructor(folders: readonly [string, ...string[]], parts: FileParts) {
    this.#folders = folders
    this.#folder = folders.at(-1) ?? folders[0]
    this.#parts = parts
    this.path = join(this.#folder, FILE)
    this.#low = parts.makeLow(this)
  }

  /**
   * What is stored; null: nothing.
   *
   * @throws SetupError `store-damaged`, `data-unwritable`
   */
  async load(): Promise<SavedState | null> {
    await this.#low.read()
    const saved = this.#low.data
    this.#low.data = null
    return saved
  }

  /** Stores the state as it is at the call. Never rejects: says how it failed, and whether that is final. */
  async store(saved: SavedState): Promise<Failure | undefined> {
    try {
      this.#low.data = saved
      await this.#low.write()
      return undefined
    } catch (error) {
      return storeFailure(error)
    } finally {
      this.#low.data = null
    }
  }

  /** lowdb's Adapter: reads and checks the file. Never null for a file that is there: lowdb would overwrite it. */
  async read(): Promise<SavedState | null> {
    const bytes = await this.#bytes()
    if (bytes === undefined) return null
    try {
      return parseWorld(bytes, this.#parts.faultOf)
    } catch (error) {
      if (!(error instanceof DamagedText)) throw error
      const line = error.line === undefined ? {} : { line: error.line }
      const detail = `${this.path} is not a stored sandbox: ${error.message}`
      throw new SetupError('store-damaged', detail, { file: this.path, ...line })
    }
  }

  /** lowdb's Adapter: prints the state before anything is awaited, then replaces the file. */
  async write(saved: SavedState | null): Promise<void> {
    if (saved === null) return
    const text = printWorld(saved, this.#parts.printed)
    await this.#makeFolders()
    // Opened first: when there are no file descriptors left, nothing has happened yet.
    const folder = await this.#parts.fs.open(this.#folder, 'r')
    try {
      const temporary = `${this.path}.${randomUUID()}.tmp`
      await this.#writeTemporary(temporary, text)
      await this.#rename(temporary)
      await sync(folder)
    } finally {
      await folder.close().catch(() => undefined)
    }
  }

  /** Makes durable what readers are about to see: the last writer may have been killed before its last fsync. */
  async settle(): Promise<void> {
    for (const folder of this.#folders) await this.#sync(dirname(folder))
    await this.#sync(this.path)
    await this.#sync(this.#folder)
    this.#hasFolders = true
  }

  /** Removes the temporary files of writers that were killed. */
  async tidy(): Promise<void> {
    const { fs } = this.#parts
    const names = await fs.readdir(this.#folder).catch(() => [])
    const strays = names.filter((name) => TEMPORARY.test(name))
    for (const name of strays) await fs.unlink(join(this.#folder, name)).catch(() => undefined)
  }

  async #sync(path: string): Promise<void> {
    const handle = await this.#parts.fs.open(path, 'r')
    try {
      await sync(handle)
    } finally {
      await handle.close().catch(() => undefined)
    }
  }

  async #bytes(): Promise<Uint8Array | undefined> {
    try {
      const handle = await this.#parts.fs.open(this.path, 'r')
      try {
        return await handle.readFile()
      } finally {
        await handle.close().catch(() => undefined)
      }
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return undefined
      const detail = `${this.path} cannot be read: ${systemReason(error)}`
      throw new SetupError('data-unwritable', detail, { file: this.path })
    }
  }

  async #makeFolders(): Promise<void> {
    if (this.#hasFolders) return
    for (const folder of this.#folders) {
      try {
        await this.#parts.fs.mkdir(folder, { mode: 0o700 })
      } catch (error) {
        if (systemCode(error) !== 'EEXIST') throw error
      }
      await this.#sync(dirname(folder))
    }
    this.#hasFolders = true
  }

  async #writeTemporary(temporary: string, text: string): Promise<void> {
    const { fs } = this.#parts
    const file = await fs.open(temporary, 'wx', 0o600)
    try {
      try {
        await file.writeFile(text)
        await file.sync()
      } finally {
        await file.close()
      }
    } catch (error) {
      await fs.unlink(temporary).catch(() => undefined)
      throw error
    }
  }

  async #rename(temporary: string): Promise<void> {
    const { fs } = this.#parts
    try {
      await fs.rename(temporary, this.path)
    } catch (error) {
      // That the temporary file could be removed proves that it had not been renamed.
      await fs.unlink(temporary).catch(() => {
        throw new UnknownState(error)
      })
      throw error
    }
  }
}

async function sync(handle: FileHandle): Promise<void> {
  try {
    await syncFolder(handle)
  } catch (error) {
    throw new UnknownState(error)
  }
}

/** What a failed step on a file means for who asked for the change. */
export function storeFailure(error: unknown): Failure {
  const problem = new Problem('store-full', describe(error))
  problem.cause = error
  return { error: problem, final: error instanceof UnknownState }
}

function describe(error: unknown): { detail: string; fix?: string } {
  if (error instanceof UnknownState) {
    return {
      detail: `The disk failed while the change was being made durable (${systemReason(error.cause)}): whether it is stored is unknown, so this sandbox answers no more.`,
      fix: 'Check the disk, then restart the server: it goes on with what is really stored.',
    }
  }
  const detail = `The change could not be written (${systemReason(error)}). Nothing of it was kept.`
  const full = ['ENOSPC', 'EDQUOT'].includes(systemCode(error) ?? '')
  return full ? { detail } : { detail, fix: 'Mend the cause, then try again.' }
}
