import type * as promises from 'node:fs/promises'
import { dirname } from 'node:path'
import { SetupError } from '../errors.js'

/** The part of node:fs/promises that worlds are kept with; tests replace it to make calls fail. */
export type FileSystem = Pick<
  typeof promises,
  'mkdir' | 'open' | 'readdir' | 'rename' | 'rm' | 'unlink'
>

/** The code of a system error, such as `ENOENT`; undefined for any other error. */
export function systemCode(error: unknown): string | undefined {
  return memberOf(error, 'code')
}

/** A system error in a few words without the path, which is nobody's business but the owner's. */
export function systemReason(error: unknown): string {
  const code = systemCode(error)
  const call = memberOf(error, 'syscall')
  if (code === undefined) return memberOf(error, 'message') ?? String(error)
  return call === undefined ? code : `${code} in ${call}`
}

// Not `instanceof Error`: the errors of node:fs belong to another realm when we run in a vm context.
function memberOf(error: unknown, name: string): string | undefined {
  if (typeof error !== 'object' || error === null || !(name in error)) return undefined
  const value: unknown = Reflect.get(error, name)
  return typeof value === 'string' ? value : undefined
}

/**
 * Makes the entries of a folder durable. Some file systems cannot do that and need not: EBADF and EINVAL
 * are no failures here (PostgreSQL, fd.c, fsync_fname_ext).
 */
export async function syncFolder(handle: promises.FileHandle): Promise<void> {
  try {
    await handle.sync()
  } catch (error) {
    const code = systemCode(error)
    if (code !== 'EBADF' && code !== 'EINVAL') throw error
  }
}

/**
 * Makes a folder that is missing, with those above it, and makes its entry durable. By hand, because
 * Node's recursive mkdir never returns where mkdir keeps saying ENOENT (`/proc/none/data`).
 */
export async function makeFolder(
  fs: FileSystem,
  folder: string,
  parentMade = false,
): Promise<void> {
  try {
    await fs.mkdir(folder, { mode: 0o700 })
  } catch (error) {
    const code = systemCode(error)
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || parentMade || dirname(folder) === folder) throw error
    await makeFolder(fs, dirname(folder))
    return makeFolder(fs, folder, true)
  }
  const parent = await fs.open(dirname(folder), 'r')
  try {
    await syncFolder(parent)
  } finally {
    await parent.close()
  }
}

/** Takes a step for which a path must be usable. @throws SetupError `data-unwritable` naming the path. */
export async function usable<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (error instanceof SetupError) throw error
    const detail = `${path} cannot be used: ${systemReason(error)}`
    const refusal = new SetupError('data-unwritable', detail, { file: path })
    refusal.cause = error
    throw refusal
  }
}
