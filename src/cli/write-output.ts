import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { SetupError } from '../errors.js'
import type { CommandCall } from './command.js'

const refused = (file: string, error: unknown): SetupError => {
  const { message } = error as NodeJS.ErrnoException
  return new SetupError('output-unwritable', `It could not be written: ${message}`, { file })
}

const textOf = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw refused(file, error)
  }
}

/**
 * Writes what a command has made to `--out`, else to standard output. A file that is there stays unless
 * `--force` is said, or it `isOurs` by its text.
 * @throws SetupError `output-exists`, or `output-unwritable`.
 */
export const writeOutput = async (
  text: string,
  { values, world }: Pick<CommandCall, 'values' | 'world'>,
  isOurs: (text: string) => boolean = () => false,
): Promise<void> => {
  const { out, force } = values
  if (out === undefined) {
    world.printer.line(text.replace(/\n$/, ''))
    return
  }
  const before = force ? undefined : await textOf(out)
  if (before !== undefined && !isOurs(before))
    throw new SetupError('output-exists', 'There is a file already, and it stays as it is', {
      file: out,
    })
  try {
    await mkdir(dirname(out), { recursive: true })
    await writeFile(out, text)
  } catch (error) {
    throw refused(out, error)
  }
  world.printer.error(`Written: ${out}`)
}
