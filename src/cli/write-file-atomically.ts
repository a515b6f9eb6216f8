import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
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
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`)
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(draft, text)
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined)
    throw refused(file, error)
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
