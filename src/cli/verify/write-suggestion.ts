import type { Contract } from '../../contract/contract.js'
import { writeYaml } from '../../contract/write-yaml.js'
import type { Finding } from '../../verify/finding.js'
import { suggestOverlay } from '../../verify/suggest/suggest-overlay.js'
import type { CommandCall } from '../command.js'
import { counted } from '../../lib/counted.js'
import { writeFileAtomically } from '../write-file-atomically.js'

const isYaml = (file: string): boolean => /\.ya?ml$/i.test(file)

/** True for what was written as Swagger 2.0: an overlay would have to change that. */
const isConverted = ({ place }: Contract): boolean =>
  place('/components/schemas').pointer !== '/components/schemas'

/**
 * Writes what the contract lacks to the file of `--suggest`, as YAML or JSON by its ending; nothing when
 * there is nothing.
 * @throws SetupError `output-unwritable`.
 */
export const writeSuggestion = async (
  contract: Contract,
  findings: readonly Finding[],
  { values, world }: CommandCall,
): Promise<void> => {
  const file = values.suggest
  if (file === undefined) return
  const overlay = isConverted(contract) ? undefined : suggestOverlay(contract, findings)
  if (!overlay) {
    const why = isConverted(contract) ? 'the contract is Swagger 2.0' : 'the contract lacks nothing'
    world.printer.error(`Nothing to suggest: ${why}.`)
    return
  }
  const text = isYaml(file) ? writeYaml(overlay) : `${JSON.stringify(overlay, null, 2)}\n`
  await writeFileAtomically(file, text)
  world.printer.error(
    `Written: ${file} (${counted(overlay.actions.length, 'action')}). Look at it, then say --overlay ${file}`,
  )
}
