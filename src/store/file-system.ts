import type * as promises from 'node:fs/promises'

/** The part of node:fs/promises that worlds are kept with; tests replace it to make calls fail. */
export type FileSystem = Pick<typeof promises, 'mkdir' | 'open' | 'readdir' | 'rename' | 'unlink'>

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
