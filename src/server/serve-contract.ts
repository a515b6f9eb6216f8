import { basename, extname, resolve } from 'node:path'
import { compileContract } from '../contract/compile.js'
import type { Contract } from '../contract/contract.js'
import { asOverlaid, isUnnamed, loadDocument, type LoadOptions } from '../contract/load.js'
import { asOpenApi } from '../contract/load-swagger.js'
import { sourceDocumentOf, type SourceDocument } from '../contract/source-document.js'
import { SetupError } from '../errors.js'
import { objectOrEmpty, own, stringOr, type JsonObject } from '../lib/json-object.js'
import { packagedContract } from './package-files.js'
import type { Corrections } from '../resources/inference/correction.js'
import { requireSound } from './require-sound.js'
import type { ServerOptions } from './server-options.js'

/** The flagship contract's slug: the path of its documentation pages. */
const flagshipSlug = 'apis/authentication/openapi'

/** A document as an option names it: a file, a URL, `-`, or the parsed document. */
export type ContractInput = string | JsonObject

/** How contracts are loaded. */
export interface ContractLoading extends LoadOptions {
  /** Contracts with faults are refused. */
  readonly strict?: boolean | undefined
  /** The file that corrects what is inferred of its state. */
  readonly stateFile?: string | undefined
}

/** A contract that is served. */
export interface ServedContract {
  /** Undefined for the HeyDonto contract, which nobody has to name. */
  readonly input: ContractInput | undefined
  /** What messages call it: as it was named, else its title. */
  readonly name: string
  readonly contract: Contract
  readonly mockBase: string
  /** How it was loaded, and is whenever it is loaded anew. */
  readonly loading: ContractLoading
  /** What is said of its state beside the document. */
  readonly corrections?: Corrections | undefined
  /** Absolute paths of the files that it was read from. */
  readonly files: readonly string[]
}

/** A title may be longer than any address. */
const maxSlug = 120

/** The part of a path that stands for a contract: its file name, lower-cased, other characters `-`. */
export const slugOf = (name: string): string =>
  name
    .slice(0, maxSlug)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'contract'

/** True for what is named by a path on this machine. */
export const isFile = (input: ContractInput | undefined): input is string =>
  typeof input === 'string' && !isUnnamed(input)

const titleOf = ({ document }: SourceDocument): string =>
  stringOr(own(objectOrEmpty(own(document, 'info')), 'title')) ?? 'contract'

const firstSlug = (input: ContractInput, source: SourceDocument): string =>
  slugOf(isFile(input) ? basename(input, extname(input)) : titleOf(source))

/** A repeat gets `-2`, the next one `-3`. */
const freeSlug = (slug: string, taken: ReadonlySet<string>): string => {
  if (!taken.has(slug)) return slug
  let count = 2
  while (taken.has(`${slug}-${count}`)) count++
  return `${slug}-${count}`
}

const flagship = async (loading: ContractLoading): Promise<ServedContract> => ({
  input: undefined,
  name: 'the HeyDonto contract',
  contract: await packagedContract('openapi', async (source) =>
    compileContract(await asOverlaid(source, loading), flagshipSlug),
  ),
  mockBase: `/_mock/${flagshipSlug}`,
  loading,
  files: [],
})

const read = async (input: ContractInput, loading: ContractLoading): Promise<SourceDocument> =>
  typeof input === 'string'
    ? loadDocument(input, loading)
    : asOpenApi(await asOverlaid(sourceDocumentOf(input), loading))

const serve = (
  input: ContractInput,
  source: SourceDocument,
  slug: string,
  loading: ContractLoading,
): ServedContract => {
  const name = typeof input === 'string' && input !== '-' ? input : titleOf(source)
  const contract = compileContract(source, slug)
  if (loading.strict) requireSound(contract, name)
  const files = isFile(input) ? [resolve(input), ...source.files] : source.files
  return { input, name, contract, mockBase: `/_mock/${slug}`, loading, files }
}

const inputsOf = (contract: ServerOptions['contract']): readonly ContractInput[] => {
  if (contract === undefined) return []
  const inputs = Array.isArray(contract)
    ? (contract as readonly ContractInput[])
    : [contract as ContractInput]
  if (inputs.length > 0) return inputs
  throw new SetupError(
    'option-invalid',
    'contract is an empty list',
    {},
    'Name at least one contract, or leave the option out for the HeyDonto contract.',
  )
}

/** Absolute paths of the files that the options name, whether they are there or not. */
export const namedFiles = ({
  contract,
  overlay = [],
}: Pick<ServerOptions, 'contract' | 'overlay'>): readonly string[] =>
  [...inputsOf(contract), ...overlay].filter(isFile).map((file) => resolve(file))

/** A contract with what the file of corrections says of it, if there is one. */
const corrected = async (served: ServedContract): Promise<ServedContract> => {
  const { stateFile } = served.loading
  if (stateFile === undefined) return served
  const { loadCorrections } = await import('./load-corrections.js')
  const corrections = await loadCorrections(served.contract, stateFile)
  return { ...served, corrections, files: [...served.files, resolve(stateFile)] }
}

/**
 * Loads and compiles the contracts of the options; the HeyDonto contract when they name none.
 * @throws SetupError `contract-unreadable`, `contract-malformed`, `contract-invalid` or
 *   `contract-reference` of the first that cannot be used; `contract-faulty` for one with faults where that
 *   is strict; `option-invalid` for an empty list.
 */
export const loadContracts = async (
  contract: ServerOptions['contract'],
  options: ContractLoading,
): Promise<readonly ServedContract[]> => {
  const inputs = inputsOf(contract)
  if (inputs.length === 0) return [await flagship(options)]
  if (inputs.length > 1 && options.stateFile !== undefined)
    throw new SetupError(
      'option-invalid',
      'stateFile corrects one contract, and several are named',
      {},
      'Write x-sandbox into their operations, or serve the contract alone.',
    )
  const among = inputs.filter((input) => typeof input === 'string')
  const loading = { ...options, among }
  const taken = new Set<string>()
  const served: ServedContract[] = []
  for (const input of inputs) {
    const source = await read(input, loading)
    const slug = freeSlug(firstSlug(input, source), taken)
    taken.add(slug)
    served.push(await corrected(serve(input, source, slug, loading)))
  }
  return served
}

/** True for what can be read once more: standard input cannot, and a parsed document does not change. */
export const canReload = ({ input }: ServedContract): boolean =>
  typeof input === 'string' && input !== '-'

/**
 * Reads a contract once more. Its mock stays where it is, whatever its title says now.
 * @throws SetupError as `loadContracts` does.
 */
export const reloadContract = async (served: ServedContract): Promise<ServedContract> => {
  const { input, contract, loading } = served
  if (input === undefined) return served
  return corrected(serve(input, await read(input, loading), contract.slug, loading))
}
