import { SetupError } from '../errors.js'
import type { OptionValues } from '../options.js'
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

const keyText = ({ jwtSecret, store, data }: OptionValues): string => {
  if (jwtSecret !== undefined) return 'given'
  if (store === 'memory') return 'generated, kept in memory: tokens and names end with this process'
  return `generated at the first start, kept in ${data}/secret.key`
}

/** True where the control API asks for its token: as `createControlAccess` decides. */
const isAsked = ({ host, profile, publicUrl }: OptionValues): boolean =>
  !isLoopbackHost(host) || profile === 'public' || publicUrl !== undefined

/** The control token that was made for this start, where somebody will be asked for it. */
export const madeToken = ({ values }: ResolvedOptions, token: string): readonly string[] =>
  values.controlToken === undefined && isAsked(values)
    ? [`Control token ${token} (made for this start; --control-token sets one that stays)`]
    : []

/** What whoever opens the server to other machines should look at; nothing where it is not opened. */
export const exposureList = ({ values }: ResolvedOptions): readonly string[] => {
  const { host, profile, allowHost = [], publicUrl, controlToken } = values
  if (isLoopbackHost(host)) return []
  const isPublic = profile === 'public'
  const names = [...allowHost, ...(publicUrl === undefined ? [] : [new URL(publicUrl).hostname])]
  return [
    `This server is open to other machines, on ${host}:`,
    `  profile      ${isPublic ? 'public: nobody is trusted; a sandbox belongs to whoever was given its name' : 'local: whoever reaches it is trusted'}`,
    `  control API  open to whoever has the control token (${controlToken === undefined ? 'made for this start' : 'given'}), or the name of a sandbox that was given`,
    `  signing key  ${keyText(values)}`,
    `  host names   ${['localhost', 'addresses', ...names].join(', ')}; others are refused (--allow-host, --public-url)`,
  ]
}
