import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'

/** What a file was when it was looked at. */
export interface FileSnapshot {
  /** What the file system says of it: while it stays the same the file is not read again. */
  readonly signature: string
  /** SHA-256 of its contents, or why it cannot be read. */
  readonly hash: string
  /** False when there is nothing in it, which may be the middle of a save. */
  readonly hasContents: boolean
  /** False after a change: clocks of file systems tick slowly, so it is read once more. */
  readonly isSettled: boolean
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)

/** Looks at a file, following links; reads it only where it may have changed. Never rejects. */
export const takeSnapshot = async (
  file: string,
  before: FileSnapshot | undefined,
): Promise<FileSnapshot> => {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true })
    const signature = [dev, ino, size, mtimeNs, ctimeNs].join(':')
    const isSettled = before?.signature === signature
    if (isSettled && before.isSettled) return before
    const contents = await readFile(file)
    const hash = createHash('sha256').update(contents).digest('hex')
    return { signature, hash, hasContents: contents.length > 0, isSettled }
  } catch (error) {
    const code = codeOf(error)
    return { signature: code, hash: code, hasContents: false, isSettled: true }
  }
}
