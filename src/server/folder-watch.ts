import { type FSWatcher, watch } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Hears of changes in folders, where the system tells them; folders may come and go. */
export interface FolderWatch {
  /** Listens to the folders of these files from now on, and to those that their links lead to. */
  readonly refresh: (files: readonly string[]) => Promise<void>
  readonly close: () => void
}

interface OpenFolder {
  readonly identity: string
  readonly watcher: FSWatcher
}

const foldersOf = async (file: string): Promise<readonly string[]> => {
  const real = await realpath(file).catch(() => file)
  return [dirname(file), dirname(real)]
}

/** Tells a folder from one of the same name that has taken its place. */
const identityOf = async (folder: string): Promise<string | undefined> => {
  try {
    const { dev, ino } = await stat(folder, { bigint: true })
    return `${dev}:${ino}`
  } catch {
    return undefined
  }
}

/**
 * Calls back at every change of an entry of a folder. A folder is watched, not a file, because
 * editors save by renaming another file onto it. What the system cannot watch is left to whoever looks
 * again from time to time. Keeps no process alive.
 */
export const createFolderWatch = (onEvent: () => void): FolderWatch => {
  const open = new Map<string, OpenFolder>()
  let isClosed = false
  const drop = (folder: string): void => {
    open.get(folder)?.watcher.close()
    open.delete(folder)
  }
  const listen = (folder: string, identity: string): void => {
    try {
      const watcher = watch(folder, { persistent: false }, onEvent)
      watcher.on('error', () => drop(folder))
      open.set(folder, { identity, watcher })
    } catch {
      // No more watches, or a file system that has none: looking again finds the change.
    }
  }
  return {
    refresh: async (files) => {
      const wanted = new Set((await Promise.all(files.map(foldersOf))).flat())
      for (const folder of open.keys()) if (!wanted.has(folder)) drop(folder)
      for (const folder of wanted) {
        const identity = await identityOf(folder)
        if (isClosed) return
        if (open.get(folder)?.identity === identity) continue
        drop(folder)
        if (identity !== undefined) listen(folder, identity)
      }
    },
    close: () => {
      isClosed = true
      for (const folder of open.keys()) drop(folder)
    },
  }
}
