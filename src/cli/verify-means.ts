import type { Contract } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { monotonic, systemClock } from '../sandbox/clock.js'
import { loadContracts } from '../server/serve-contract.js'
import {
  createCredentials,
  type CredentialsFor,
  type KnownCredentials,
} from '../verify/call/credentials.js'
import { createHttpSender, type HttpSender } from '../verify/call/create-http-sender.js'
import type { RunSettings } from '../verify/stage.js'
import type { CommandCall } from './command.js'
import { wholeNumber } from './verify-wishes.js'

/**
 * The contract that a server is verified by; HeyDonto's when none is named.
 * @throws SetupError when it cannot be read, or several are named.
 */
export const contractOf = async (call: CommandCall): Promise<Contract> => {
  const { positionals, values, world } = call
  if (positionals.length > 1)
    throw new SetupError(
      'option-invalid',
      `verify takes one CONTRACT, and ${positionals.length} are named: ${positionals.join(', ')}.`,
      {},
      'Write for example: openapi-sandbox verify api.yaml --base http://localhost:4010',
    )
  const [served] = await loadContracts(positionals[0], {
    ...(values.overlay && { overlay: values.overlay }),
    ...(world.input && { input: world.input }),
  })
  return (served as NonNullable<typeof served>).contract
}

/**
 * The URL of the server.
 * @throws SetupError `option-invalid` when none is said.
 */
export const baseOf = ({ values }: CommandCall): string => {
  if (values.base !== undefined) return values.base
  throw new SetupError(
    'option-invalid',
    'verify needs to know which server: --base is missing.',
    {},
    'Write for example: openapi-sandbox verify api.yaml --base http://localhost:4010',
  )
}

/** What a run is told by the options. */
export const settingsOf = ({ values }: CommandCall): RunSettings => ({
  stateless: values.stateless,
  nonce: values.runSeed ?? systemClock.now().toString(36),
  hasOther: values.otherCredential !== undefined || values.otherLogin !== undefined,
  safeOnly: false,
  rounds: wholeNumber('rounds', values.rounds, 1),
  ...(values.fuzz !== undefined && { fuzz: values.fuzz * 1000 }),
  ...(values.maxLatency !== undefined && {
    maxLatency: wholeNumber('maxLatency', values.maxLatency, 1),
  }),
})

const known = (said: readonly string[] = []): KnownCredentials =>
  new Map(
    said.map((text) => {
      const at = text.indexOf('=')
      return [text.slice(0, at), text.slice(at + 1)] as const
    }),
  )

const credentialsOf = (contract: Contract, { values }: CommandCall) => {
  const [user, other] = [known(values.credential), known(values.otherCredential)]
  return {
    credentials: createCredentials(contract, { user, other }),
    secrets: [...user.values(), ...other.values()],
  }
}

const senderOf = (base: string, { values }: CommandCall): HttpSender =>
  createHttpSender({ base, monotonic, timeout: values.timeout * 1000 })

/** What one server is verified with. */
export interface ServerMeans extends HttpSender {
  readonly base: string
  readonly credentials: CredentialsFor
  /** Texts that no report may show. */
  readonly secrets: readonly string[]
  /** True when it may only be read. */
  readonly safeOnly: boolean
}

/** A way to a server, with the credentials of the options. */
export const meansOf = async (
  contract: Contract,
  base: string,
  call: CommandCall,
): Promise<ServerMeans> => {
  const sender = senderOf(base, call)
  const { credentials, secrets } = await Promise.resolve(credentialsOf(contract, call))
  return { ...sender, base, credentials, secrets, safeOnly: false }
}
