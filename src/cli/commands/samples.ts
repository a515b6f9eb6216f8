import type { Contract, Operation } from '../../contract/contract.js'
import { SetupError } from '../../errors.js'
import { nearest } from '../../lib/nearest.js'
import type { Sample } from '../../samples/samples-of.js'
import type { Command, CommandCall } from '../command.js'
import { isMethodAndPath, operationNamed } from '../operation-named.js'
import { escapeControls } from '../printable.js'
import { samplesJson, samplesText, type OperationSamples } from '../samples-text.js'
import { writeOutput } from '../write-output.js'

const invalid = (detail: string): SetupError =>
  new SetupError(
    'option-invalid',
    detail,
    {},
    'Write for example: openapi-sandbox samples listPets api.yaml --lang python',
  )

/** A last word that looks like a file is the contract, as everywhere. */
const wordsOf = ({ positionals }: CommandCall) => {
  const last = positionals.at(-1)
  const isContract = last !== undefined && /[./\\]|^-$/.test(last) && !isMethodAndPath(last)
  return {
    words: isContract ? positionals.slice(0, -1) : positionals,
    file: isContract ? last : undefined,
  }
}

const contractOf = async (
  file: string | undefined,
  { values, world }: CommandCall,
): Promise<Contract> => {
  const { loadContracts } = await import('../../server/serve-contract.js')
  const [served] = await loadContracts(file, {
    ...(values.overlay && { overlay: values.overlay }),
    ...(world.input && { input: world.input }),
  })
  return (served as NonNullable<typeof served>).contract
}

const isCalled = ({ id, label }: Sample, language: string): boolean =>
  [id, label.toLowerCase()].includes(language.toLowerCase())

/** The samples in one language; of several operations some may have none in it. */
const inLanguage = (
  found: readonly OperationSamples[],
  language: string,
): readonly OperationSamples[] => {
  const chosen = found.flatMap(({ operation, samples }) => {
    const mine = samples.filter((sample) => isCalled(sample, language))
    return mine.length === 0 ? [] : [{ operation, samples: mine }]
  })
  if (chosen.length > 0) return chosen
  const ids = [...new Set(found.flatMap(({ samples }) => samples.map(({ id }) => id)))]
  const [close] = nearest(language, ids)
  const hint = close === undefined ? '' : ` Did you mean ${close}?`
  throw invalid(`There is no sample in ${language}.${hint} Languages: ${ids.join(', ')}.`)
}

const codeOf = async (
  contract: Contract,
  operations: readonly Operation[],
  base: string,
  { lang, json }: CommandCall['values'],
): Promise<string> => {
  const { samplesOf } = await import('../../samples/samples-of.js')
  const found: OperationSamples[] = []
  for (const operation of operations)
    found.push({ operation, samples: await samplesOf(contract, operation, base) })
  const chosen = lang === undefined ? found : inLanguage(found, lang)
  return json ? samplesJson(chosen) : samplesText(chosen)
}

const textOf = async (
  contract: Contract,
  operations: readonly Operation[],
  base: string,
  values: CommandCall['values'],
): Promise<string> => {
  if (values.as === 'code') return codeOf(contract, operations, base, values)
  if (values.lang !== undefined) throw invalid(`--lang goes without --as ${values.as}.`)
  if (values.as === 'http') {
    const { httpFile } = await import('../../samples/http-file.js')
    return httpFile(contract, base, operations)
  }
  const { postmanCollection } = await import('../../samples/postman-collection.js')
  return `${JSON.stringify(await postmanCollection(contract, base, operations), null, 2)}\n`
}

/** A terminal is written to without control characters, whatever a document says. */
const shown = (text: string, { values, world }: CommandCall): string =>
  world.printer.isTerminal && values.out === undefined
    ? text.split('\n').map(escapeControls).join('\n')
    : text

/** Prints requests of operations as code, or writes them as a file that other programs read. */
export const samples: Command = async (call) => {
  const { words, file } = wordsOf(call)
  const contract = await contractOf(file, call)
  const operations =
    words.length === 0 ? contract.operations : words.map((word) => operationNamed(contract, word))
  const base = call.values.base ?? `http://localhost:4010/_mock/${contract.slug}/`
  const text = await textOf(contract, operations, base, call.values)
  await writeOutput(shown(text, call), call)
  return 0
}
