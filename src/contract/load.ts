import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { SetupError } from '../errors.js'
import { asOpenApi } from './load-swagger.js'
import { readSourceDocument, type SourceDocument } from './source-document.js'

/**
 * Reads an OpenAPI document, or one of Swagger 2.0 as OpenAPI 3.0, from a file.
 * @throws SetupError `contract-unreadable` or `contract-malformed`.
 */
export const loadDocument = async (file: string): Promise<SourceDocument> => {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SetupError('contract-unreadable', reason, { file })
  }
  const source = await readSourceDocument(text, file)
  return asOpenApi({ ...source, files: [resolve(file)] })
}
