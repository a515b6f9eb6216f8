import { basename, extname } from 'node:path'
import type { AnyHandler } from './any-handler.js'
import { compileContract } from '../contract/compile.js'
import type { Contract } from '../contract/contract.js'
import { isUnnamed, loadDocument, type LoadOptions } from '../contract/load.js'
import { asOpenApi } from '../contract/load-swagger.js'
import { sourceDocumentOf, type SourceDocument } from '../contract/source-document.js'
import { SetupError } from '../errors.js'
import { handlers as builtIn } from '../handlers/index.js'
import { objectOrEmpty, own, type JsonObject } from '../lib/json-object.js'
import { nearest } from '../lib/nearest.js'
import { packagedContract } from './package-files.js'
import type { HandlerMap, ServerOptions } from './server-options.js'

/** The flagship contract's slug: the path of its documentation pages. */
const flagshipSlug = 'apis/authentication/openapi'

/** A contract and where its mock is served. */
export interface ServedContract {
  readonly contract: Contract
  readonly mockBase: string
}

/** The part of a path that stands for a contract: its file name, lower-cased, other characters `-`. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'contract'

const titleOf = (document: JsonObject): string =>
  String(own(objectOrEmpty(own(document, 'info')), 'title') ?? 'contract')

/**
 * Loads and compiles the contract of the options; the HeyDonto contract when they name none.
 * @throws SetupError `contract-unreadable`, `contract-malformed`, `contract-invalid` or
 *   `contract-reference`.
 */
export const loadContract = async (
  contract: ServerOptions['contract'],
  options: LoadOptions = {},
): Promise<ServedContract> => {
  if (contract === undefined) {
    const compile = (source: SourceDocument) => compileContract(source, flagshipSlug)
    return {
      contract: await packagedContract('openapi', compile),
      mockBase: `/_mock/${flagshipSlug}`,
    }
  }
  if (typeof contract === 'object') {
    const source = await asOpenApi(sourceDocumentOf(contract))
    const slug = slugOf(titleOf(contract))
    return { contract: compileContract(source, slug), mockBase: `/_mock/${slug}` }
  }
  const source = await loadDocument(contract, options)
  const name = isUnnamed(contract)
    ? titleOf(source.document)
    : basename(contract, extname(contract))
  const slug = slugOf(name)
  const compiled = compileContract(source, slug)
  return { contract: compiled, mockBase: `/_mock/${slug}` }
}

const isHandler = (handler: unknown): handler is AnyHandler => typeof handler === 'function'

/**
 * The handlers of a contract by operationId: ours for the operations they were written for, and those
 * given, which win.
 * @throws SetupError `handlers-invalid` when one belongs to no operation or is no function.
 */
export const handlersFor = (
  contract: Contract,
  given: HandlerMap | undefined,
): ReadonlyMap<string, AnyHandler> => {
  const found = new Map<string, AnyHandler>()
  for (const [id, handler] of Object.entries(builtIn))
    if (contract.byId.has(id)) found.set(id, handler as AnyHandler)
  for (const [id, handler] of Object.entries(given ?? {})) {
    if (!contract.byId.has(id)) {
      const close = nearest(id, [...contract.byId.keys()]).slice(0, 1)
      const hint = close.length > 0 ? ` Did you mean ${close.join()}?` : ''
      throw new SetupError('handlers-invalid', `The contract has no operation ${id}.${hint}`)
    }
    if (!isHandler(handler))
      throw new SetupError('handlers-invalid', `The handler of ${id} is no function`)
    found.set(id, handler)
  }
  return found
}
