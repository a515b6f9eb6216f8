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
  /** Overlay documents that change it, files or URLs, in this order. */
  readonly overlay?: readonly string[]
  /** The names of all documents that the overlays may be meant for. */
  readonly among?: readonly string[]
}

/**
 * A document as the overlays of the options change it.
 * @throws SetupError `overlay-invalid`.
 */
export const asOverlaid = async (
  source: SourceDocument,
  { overlay = [], among }: LoadOptions,
  name?: string,
): Promise<SourceDocument> => {
  if (overlay.length === 0) return source
  const { loadOverlays } = await import('./load-overlays.js')
  return loadOverlays(source, overlay, { name, among })
}

/** True when a contract is named by URL. */
export const isUrl = (name: string): boolean => /^https?:\/\//i.test(name)

/** True when a contract has no file name that could be shown: a URL, or standard input. */
export const isUnnamed = (name: string): boolean => name === '-' || isUrl(name)

const unreadable = (file: string, reason: string, fix?: string): SetupError =>
  new SetupError('contract-unreadable', reason, { file }, fix)

const loadFile = async (file: string, options: LoadOptions): Promise<SourceDocument> => {
  let text: string
  try {
    text = await readFileText(file)
  } catch (error) {
    throw unreadable(file, readReason(error))
  }
  const url = await fileUrl(file)
  const written = { ...(await readSourceDocument(text, file)), files: [fileURLToPath(url)] }
  const source = await asOverlaid(written, options, file)
  return loadReferences(source, url, createPermission(url, options.allowRefs ?? []))
}

/** The user has named the URL: it may be of this machine; what it redirects to, only when it was. */
const reachOfNamed = (named: URL): Reach => ({
  redirect: () => undefined,
  isPrivateAllowed: (url) => url.hostname === named.hostname || isPrivateAddress(named.hostname),
})

const loadUrl = async (name: string, options: LoadOptions): Promise<SourceDocument> => {
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
  const written = await readSourceDocument(decodeText(fetched.bytes), name)
  const permission = createPermission(fetched.url, options.allowRefs ?? [], fetched.address)
  return loadReferences(await asOverlaid(written, options, name), fetched.url, permission)
}

const loadInput = async (options: LoadOptions): Promise<SourceDocument> => {
  const { input, allowRefs = [] } = options
  const chunks: Uint8Array[] = []
  for await (const chunk of input ?? []) chunks.push(chunk)
  const text = decodeText(Buffer.concat(chunks))
  if (text.trim() === '')
    throw unreadable(
      '-',
      'Standard input is empty',
      'Pipe a document in: openapi-sandbox serve - < FILE',
    )
  const source = await asOverlaid(await readSourceDocument(text, '-'), options)
  return loadReferences(source, undefined, createPermission(undefined, allowRefs))
}

/**
 * Reads an OpenAPI document, or one of Swagger 2.0 as OpenAPI 3.0: a file, a URL (http or https), or
 * standard input (`-`), changed by overlays, with the files that its references lead to.
 * @throws SetupError `contract-unreadable`, `contract-malformed`, `contract-invalid` or `overlay-invalid`.
 */
export const loadDocument = async (
  name: string,
  options: LoadOptions = {},
): Promise<SourceDocument> => {
  if (name === '-') return asOpenApi(await loadInput(options))
  return asOpenApi(await (isUrl(name) ? loadUrl(name, options) : loadFile(name, options)))
}
