import * as promises from 'node:fs/promises'
import { basename } from 'node:path'
import type { FileSystem } from '../../src/store/file-system.js'

/** Called around each call: `open db.json.tmp wx`, `sync db.json`, ... It may wait, and it may throw. */
export interface Hooks {
  readonly before?: (call: string) => Promise<void> | void
  readonly after?: (call: string) => Promise<void> | void
}

/** The real file system with hooks around every call that the store makes, those of file handles included. */
export function hookedFs(hooks: Hooks): FileSystem {
  const around = async <T>(call: string, step: () => Promise<T>, undo?: (result: T) => unknown) => {
    await hooks.before?.(call)
    const result = await step()
    try {
      await hooks.after?.(call)
    } catch (error) {
      await undo?.(result)
      throw error
    }
    return result
  }
  const handleOf = (handle: promises.FileHandle, path: string) => ({
    readFile: () => around(`readFile ${path}`, () => handle.readFile()),
    writeFile: (text: string) => around(`writeFile ${path}`, () => handle.writeFile(text)),
    sync: () => around(`sync ${path}`, () => handle.sync()),
    // A close that fails has closed all the same (close(2)).
    close: async () => {
      await handle.close()
      await around(`close ${path}`, async () => undefined)
    },
  })
  const open = async (path: string, flags: string, mode?: number) => {
    const make = () => promises.open(path, flags, mode)
    const handle = await around(`open ${name(path)} ${flags}`, make, (made) => made.close())
    return handleOf(handle, name(path))
  }
  const parts = {
    open,
    mkdir: (path: string, options: object) =>
      around(`mkdir ${name(path)}`, () => promises.mkdir(path, options)),
    readdir: (path: string) => around(`readdir ${name(path)}`, () => promises.readdir(path)),
    rename: (from: string, to: string) =>
      around(`rename ${name(from)} ${name(to)}`, () => promises.rename(from, to)),
    rm: (path: string, options: object) =>
      around(`rm ${name(path)}`, () => promises.rm(path, options)),
    unlink: (path: string) => around(`unlink ${name(path)}`, () => promises.unlink(path)),
  }
  return parts as unknown as FileSystem
}

/** The last part of a path, without what makes a temporary name unique. */
const name = (path: string) =>
  basename(path)
    .replace(/\.[0-9a-f-]{36}\.tmp$/, '.tmp')
    .replace(/^\.removed-.*/, '.removed')

/** An error as the system makes it. */
export function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: injected, ${syscall}`), { code, syscall })
}
