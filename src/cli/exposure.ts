import { SetupError } from '../errors.js'
import { isLoopbackHost } from '../server/host.js'
import type { ResolvedOptions } from './resolve-options.js'

/**
 * Listening to the network must be said twice: with the host, and with whom the server is for. Returns what the
 * log has to warn of.
 *
 * @throws SetupError `option-unsafe` when `--profile` was not said.
 */
export const checkExposure = ({ values, said }: ResolvedOptions): string | undefined => {
  const { host, profile } = values
  if (isLoopbackHost(host)) return undefined
  if (!said.has('profile')) {
    throw new SetupError(
      'option-unsafe',
      `--host ${host} opens the server to other machines without saying for whom it is.`,
      {},
      'Add --profile local on a network that you trust, or --profile public.',
    )
  }
  if (profile !== 'local') return undefined
  return (
    `--host ${host} --profile local: everybody who reaches this machine can use this server ` +
    'as you do. Use it on networks that you trust only.'
  )
}
