import { SetupError } from '../../errors.js'
import { escapeControls } from '../printable.js'
import type { Command } from '../command.js'
import { stateLines, stateRows } from '../state-rows.js'

const onlyContract = ([contract, second]: readonly string[]): string => {
  if (contract !== undefined && second === undefined) return contract
  const detail = `explain-state ${contract === undefined ? 'needs a' : 'takes one'} CONTRACT.`
  const fix = 'Write for example: openapi-sandbox explain-state api.yaml'
  throw new SetupError('option-invalid', detail, {}, fix)
}

/** Prints what each operation of a document is taken to do with state, how sure that is, and why. */
export const explainState: Command = async ({ positionals, values, world }) => {
  const name = onlyContract(positionals)
  const [{ loadDocument }, { compileContract }, { inferResources }, { loadCorrections }] =
    await Promise.all([
      import('../../contract/load.js'),
      import('../../contract/compile.js'),
      import('../../resources/inference/infer-resources.js'),
      import('../../server/load-corrections.js'),
    ])
  const { stateFile, overlay } = values
  const source = await loadDocument(name, overlay ? { overlay } : {})
  const contract = compileContract(source, 'explain-state')
  const corrections =
    stateFile === undefined ? undefined : await loadCorrections(contract, stateFile)
  const model = inferResources(contract, corrections)
  const rows = stateRows(contract, model)
  if (values.json) world.printer.line(JSON.stringify(rows, null, 2))
  else
    for (const line of stateLines(rows, model.resources.size))
      world.printer.line(escapeControls(line))
  return 0
}
