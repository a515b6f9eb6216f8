import { SetupError } from '../../errors.js'
import type { Command } from '../command.js'

/**
 * Runs a command against a fresh sandbox and reports which of its requests break the contract. Resolves
 * to the exit code of the command; when that is 0, to 1 after a violation that is not allowed, and to 3
 * when coverage is below `--min-coverage`.
 */
export const runAgainst: Command = async (call) => {
  if (!call.behind || call.behind.length === 0)
    throw new SetupError(
      'option-invalid',
      'run needs the command that it is to run, behind --.',
      {},
      'Write for example: openapi-sandbox run api.yaml -- npm test',
    )
  const { gateClient } = await import('../gate-client.js')
  return gateClient(call)
}
