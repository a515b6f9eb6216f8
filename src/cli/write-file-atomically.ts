import { appendFile, mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { SetupError } from '../errors.js'

const refused = (file: string, error: unknown): SetupError =>
  new SetupError(
    'output-unwritable',
    `It could not be written: ${(error as NodeJS.ErrnoException).message}`,
    { file },
    'Name a file in a folder that can be written.',
  )

/**
 * Writes a file as a whole, with the folders that it lies in: who reads it meanwhile sees the one before.
 * @throws SetupError `output-unwritable`.
 */
export const writeFileAtomically = async (file: string, text: string): Promise<void> => {
  try {
    const target = await targetOf(file)
    if (target === undefined) return await writeFile(file, text)
    await mkdir(dirname(target), { recursive: true })
    await replace(target, text)
  } catch (error) {
    throw refused(file, error)
  }
}

/** The file behind links; undefined for what is written to as it is: /dev/stdout, a pipe. */
const targetOf = async (file: string): Promise<string | undefined> => {
  try {
    return (await stat(file)).isFile() ? await realpath(file) : undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return file
    throw error
  }
}

const replace = async (file: string, text: string): Promise<void> => {
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`)
  try {
    await writeFile(draft, text)
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined)
    throw error
  }
}

/**
 * Appends to a file.
 * @throws SetupError `output-unwritable`.
 */
export const appendToFile = async (file: string, text: string): Promise<void> => {
  try {
    await appendFile(file, text)
  } catch (error) {
    throw refused(file, error)
  }
}
