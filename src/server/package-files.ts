import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  readSourceDocument,
  sourceDocumentOf,
  type SourceDocument,
} from '../contract/source-document.js'
import type { Contract } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import type { JsonObject } from '../lib/json-object.js'

/** The path of a file that the package ships, such as `spec/openapi.yaml`. */
export const packageFile = (name: string): string =>
  fileURLToPath(new URL(`../../${name}`, import.meta.url))

/** The version of this package. */
export const packageVersion = (): string =>
  (JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string }).version

/** What the build parsed (scripts/build-specs.mjs), if it was made from this very text. */
const prebuilt = (name: string, text: string): JsonObject | undefined => {
  const file = packageFile(`dist/spec/${name}.json`)
  if (!existsSync(file)) return undefined
  const { sha256, document } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly sha256: string
    readonly document: JsonObject
  }
  return sha256 === createHash('sha256').update(text).digest('hex') ? document : undefined
}

/**
 * Compiles a contract that the package ships: from what the build parsed, because parsing YAML takes
 * longer than all the rest of a start; from its text when that has changed or holds a fault.
 * @throws SetupError with line and column.
 */
export const packagedContract = async (
  name: 'openapi' | 'control',
  compile: (source: SourceDocument) => Contract | Promise<Contract>,
): Promise<Contract> => {
  const file = packageFile(`spec/${name}.yaml`)
  const text = readFileSync(file, 'utf8')
  const document = prebuilt(name, text)
  try {
    if (document) return await compile(sourceDocumentOf(document, file))
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
  }
  return compile(await readSourceDocument(text, file))
}
