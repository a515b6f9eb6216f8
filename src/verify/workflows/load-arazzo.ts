import { SetupError } from '../../errors.js'
import { readFileText, readReason } from '../../contract/load-text.js'
import { parseText } from '../../contract/source-document.js'
import type { ArazzoDocument } from './arazzo-document.js'
import { readArazzo } from './read-arazzo.js'

const textOf = async (file: string): Promise<string> => {
  try {
    return await readFileText(file)
  } catch (error) {
    throw new SetupError('workflow-invalid', `It cannot be read: ${readReason(error)}`, { file })
  }
}

/**
 * Loads an Arazzo document, JSON or YAML.
 * @throws SetupError `workflow-invalid`, with line and column.
 */
export const loadArazzo = async (file: string): Promise<ArazzoDocument> => {
  const text = await textOf(file)
  try {
    return readArazzo(await parseText(text, file), file)
  } catch (error) {
    if (!(error instanceof SetupError) || error.code !== 'contract-malformed') throw error
    throw new SetupError('workflow-invalid', error.message, error.place, error.fix)
  }
}
