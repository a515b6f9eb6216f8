import { readFile } from 'node:fs/promises'
import { SetupError } from '../../errors.js'
import type { OptionValues } from '../../options.js'
import type { Baseline } from '../../verify/baseline/baseline.js'
import { readBaseline } from '../../verify/baseline/read-baseline.js'

/**
 * The baseline of the options; one that is to be written need not be there yet.
 * @throws SetupError `baseline-invalid`, or `option-invalid` when no file is named.
 */
export const readBaselineFile = async (values: OptionValues): Promise<Baseline | undefined> => {
  const { baseline: file, updateBaseline } = values
  if (file === undefined) {
    if (!updateBaseline) return undefined
    throw new SetupError(
      'option-invalid',
      '--update-baseline needs to know which: --baseline FILE.',
    )
  }
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && updateBaseline) return []
    throw new SetupError('baseline-invalid', `It could not be read: ${message}`, { file })
  }
  return readBaseline(text, file)
}
