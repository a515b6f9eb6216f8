import { fileURLToPath } from 'node:url'
import { SetupError } from '../errors.js'
import { createPermission, fileUrl } from './load-permission.js'
import { loadReferences } from './load-references.js'
import { asOpenApi } from './load-swagger.js'
import { decodeText, readFileText, readReason } from './load-text.js'
import { fetchUrl, type Fetched, isPrivateAddress, type Reach, UrlFault } from './load-url.js'
import { readSourceDocument, type SourceDocument } from './source-document.js'

/** What loading a document may need besides its name. */
export interface LoadOptions {
  /** Folders and origins, beside the document's own folder, that references may lead to. */
  readonly allowRefs?: readonly string[]
  /** Where the contract `-` is read from. */
  readonly input?: AsyncIterable<Uint8Array>
}

/** True when a contract is named by URL. */
export const isUrl = (name: string): boolean => /^https?:\/\//i.test(name)

/** True when a contract has no file name that could be shown: a URL, or standard input. */
export const isUnnamed = (name: string): boolean => name === '-' || isUrl(name)

const unreadable = (file: string, reason: string, fix?: string): SetupError =>
  new SetupError('contract-unreadable', reason, { file }, fix)

const loadFile = async (file: string, allowRefs: readonly string[]): Promise<SourceDocument> => {
  let text: string
  try {
    text = await readFileText(file)
  } catch (error) {
    throw unreadable(file, readReason(error))
  }
  const url = await fileUrl(file)
  const source = { ...(await readSourceDocument(text, file)), files: [fileURLToPath(url)] }
  return loadReferences(source, url, createPermission(url, allowRefs))
}

/** The user has named the URL: it may be of this machine; what it redirects to, only when it was. */
const reachOfNamed = (named: URL): Reach => ({
  redirect: () => undefined,
  isPrivateAllowed: (url) => url.hostname === named.hostname || isPrivateAddress(named.hostname),
})

const loadUrl = async (name: string, allowRefs: readonly string[]): Promise<SourceDocument> => {
  if (!URL.canParse(name)) throw unreadable(name, 'It is no URL', 'Correct the URL.')
  const named = new URL(name)
  let fetched: Fetched
  try {
    fetched = await fetchUrl(named, reachOfNamed(named))
  } catch (error) {
    if (!(error instanceof UrlFault)) throw error
    throw unreadable(
      name,
      `It could not be read: ${error.message}`,
      'Open the URL in a browser, or download the document and name the file.',
    )
  }
  const source = await readSourceDocument(decodeText(fetched.bytes), name)
  return loadReferences(
    source,
    fetched.url,
    createPermission(fetched.url, allowRefs, fetched.address),
  )
}

const loadInput = async ({ input, allowRefs = [] }: LoadOptions): Promise<SourceDocument> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of input ?? []) chunks.push(chunk)
  const text = decodeText(Buffer.concat(chunks))
  if (text.trim() === '')
    throw unreadable(
      '-',
      'Standard input is empty',
      'Pipe a document in: openapi-sandbox serve - < FILE',
    )
  return loadReferences(
    await readSourceDocument(text, '-'),
    undefined,
    createPermission(undefined, allowRefs),
  )
}

/**
 * Reads an OpenAPI document, or one of Swagger 2.0 as OpenAPI 3.0: a file, a URL (http or https), or
 * standard input (`-`), with the files that its references lead to.
 * @throws SetupError `contract-unreadable`, `contract-malformed` or `contract-invalid`.
 */
export const loadDocument = async (
  name: string,
  options: LoadOptions = {},
): Promise<SourceDocument> => {
  const { allowRefs = [] } = options
  if (name === '-') return asOpenApi(await loadInput(options))
  return asOpenApi(await (isUrl(name) ? loadUrl(name, allowRefs) : loadFile(name, allowRefs)))
}
