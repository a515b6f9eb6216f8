import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SetupError } from '../errors.js'
import { type Coverage, emptyCoverage, mergeCoverage } from '../verify/coverage/coverage.js'
import { readCoverage, writeCoverage } from '../verify/coverage/coverage-record.js'
import { writeFileAtomically } from './write-file-atomically.js'

const unreadable = (file: string, error: unknown): SetupError =>
  new SetupError(
    'coverage-invalid',
    `It could not be read: ${(error as Error).message}`,
    { file },
    'Name a file that --coverage-file has written, or a folder of such files.',
  )

/** The files of coverage that a path stands for: itself, or those in the folder. */
const filesAt = async (path: string): Promise<readonly string[]> => {
  try {
    const names = await readdir(path)
    return names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(path, name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [path]
    throw unreadable(path, error)
  }
}

const readOne = async (file: string): Promise<Coverage> => {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw unreadable(file, error)
  }
  return readCoverage(text, file)
}

/**
 * The coverage of other runs, together: each path is a file, or a folder whose `.json` files all count.
 * @throws SetupError `coverage-invalid` naming the one that cannot be used.
 */
export const readCoverageFiles = async (paths: readonly string[]): Promise<Coverage> => {
  let merged = emptyCoverage()
  for (const path of paths)
    for (const file of await filesAt(path)) merged = mergeCoverage(merged, await readOne(file))
  return merged
}

/**
 * Writes coverage to a file, whole or not at all; its folder is made.
 * @throws SetupError `output-unwritable`.
 */
export const writeCoverageFile = (file: string, coverage: Coverage): Promise<void> =>
  writeFileAtomically(file, writeCoverage(coverage))
