import { SetupError } from '../errors.js'
import type { ResolvedOptions } from './resolve-options.js'

/** Whether only programs of this machine can reach what listens on the host. */
export const isLoopback = (host: string): boolean =>
  /^(localhost\.?|.+\.localhost\.?|127(\.\d{1,3}){1,3}|\[?::1\]?|\[?::ffff:127(\.\d{1,3}){3}\]?)$/i.test(
    host,
  )

/**
 * Listening to the network must be said twice: with the host, and with whom the server is for. Returns what the
 * log has to warn of.
 *
 * @throws SetupError `option-unsafe` when `--profile` was not said.
 */
export const checkExposure = ({ values, said }: ResolvedOptions): string | undefined => {
  const { host, profile } = values
  if (isLoopback(host)) return undefined
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
