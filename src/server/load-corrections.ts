import type { Contract } from '../contract/contract.js'
import { readFileText, readReason } from '../contract/load-text.js'
import { parseText } from '../contract/source-document.js'
import { SetupError } from '../errors.js'
import { isObject } from '../lib/json-object.js'
import { fileCorrections, type Corrections } from '../resources/inference/correction.js'

const textOf = async (file: string): Promise<string> => {
  try {
    return await readFileText(file)
  } catch (error) {
    const what = `The corrections cannot be read: ${readReason(error)}`
    throw new SetupError('state-correction', what, { file }, 'Name a file that can be read.')
  }
}

/**
 * Reads a file of corrections, YAML or JSON, for a contract.
 * @throws SetupError `state-correction` with the place: no such file, operation, role or member.
 */
export const loadCorrections = async (contract: Contract, file: string): Promise<Corrections> => {
  const { value, place } = await parseText(await textOf(file), file)
  if (isObject(value)) return fileCorrections(contract, value, place)
  throw new SetupError('state-correction', 'The file holds no object', { file, line: 1, column: 1 })
}
