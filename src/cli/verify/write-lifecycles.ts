import { relative, dirname, resolve } from 'node:path'
import type { Contract } from '../../contract/contract.js'
import { writeYaml } from '../../contract/write-yaml.js'
import { inferResources } from '../../resources/inference/infer-resources.js'
import { writeArazzo } from '../../verify/workflows/write-arazzo.js'
import type { CommandCall } from '../command.js'
import { counted } from '../../lib/counted.js'
import { writeFileAtomically } from '../write-file-atomically.js'

/** How the contract is named in a file beside it. */
const urlFrom = (file: string, contract: string | undefined): string => {
  if (contract === undefined || contract === '-') return './openapi.yaml'
  if (/^https?:/i.test(contract)) return contract
  const path = relative(dirname(resolve(file)), resolve(contract)).replaceAll('\\', '/')
  return path.startsWith('.') ? path : `./${path}`
}

/**
 * Writes the inferred lifecycles to the file of `--write-arazzo`, as YAML or JSON by its ending; nothing
 * when there are none.
 * @throws SetupError `output-unwritable`.
 */
export const writeLifecycles = async (
  contract: Contract,
  { positionals: [name], values, world }: CommandCall,
): Promise<void> => {
  const file = values.writeArazzo
  if (file === undefined) return
  const written = await writeArazzo(contract, inferResources(contract), urlFrom(file, name))
  if (!written) {
    world.printer.error('Nothing to write: no lifecycle was inferred.')
    return
  }
  const isYaml = /\.ya?ml$/i.test(file)
  const text = isYaml ? writeYaml(written) : `${JSON.stringify(written, null, 2)}\n`
  await writeFileAtomically(file, text)
  world.printer.error(`Written: ${file} (${counted(written.workflows.length, 'workflow')}).`)
}
