import { basename, extname } from 'node:path'
import { SetupError } from '../../errors.js'
import type { Command, CommandCall } from '../command.js'
import { operationNamed } from '../operation-named.js'
import { loadModels } from '../load-models.js'
import { writeOutput } from '../write-output.js'

const example = 'Write for example: openapi-sandbox eject listPets api.yaml --out handlers.ts'

const invalid = (detail: string, fix = example): SetupError =>
  new SetupError('option-invalid', detail, {}, fix)

/** The words of the command: operations, and last the contract. */
const wordsOf = ({ positionals, values }: CommandCall) => {
  const operations = positionals.slice(0, -1)
  const contract = positionals.at(-1)
  if (contract === undefined || (operations.length === 0 && !values.all))
    throw invalid(
      contract === undefined
        ? 'eject needs OPERATION and CONTRACT.'
        : 'eject needs an OPERATION and a CONTRACT; --all writes every operation of a contract.',
    )
  if (operations.length > 0 && values.all) throw invalid('--all goes without an OPERATION.')
  return { operations, contract }
}

const isJavaScript = ({ out, js }: CommandCall['values']): boolean =>
  js || (out !== undefined && /\.[cm]?js$/.test(out))

/** Writes handlers that do what is inferred of operations. */
export const eject: Command = async (call) => {
  const { operations: words, contract: file } = wordsOf(call)
  const { handlersModule } = await import('../../typescript/handlers-module.js')
  const [source] = await loadModels({ ...call, positionals: [file] })
  const { contract } = source
  const operations = call.values.all
    ? contract.operations.filter(({ fault }) => !fault)
    : words.map((word) => operationNamed(contract, word))
  const { out } = call.values
  const name = /^https?:|^-$/.test(file) ? contract.slug : basename(file, extname(file))
  const style = { isTyped: !isJavaScript(call.values), types: `./${name}-types.js` }
  await writeOutput(await handlersModule(source, operations, style), call)
  if (out !== undefined)
    call.world.printer.error(
      `Its types: openapi-sandbox types ${file} --out ${out.replace(/[^/\\]*$/, '')}${name}-types.ts`,
    )
  return 0
}
