import type { Contract } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { systemClock } from '../sandbox/clock.js'
import { isLoopbackHost } from '../server/host.js'
import { loadContracts } from '../server/serve-contract.js'
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

/** True for a server on another machine. */
export const isElsewhere = ({ values }: CommandCall): boolean =>
  values.base !== undefined && !isLoopbackHost(new URL(values.base).hostname)

/** Servers that are not on this machine are not written to unless that is allowed. */
export const isSafeOnly = (call: CommandCall): boolean =>
  isElsewhere(call) && !call.values.allowWrites

/** What a run is told by the options. */
export const settingsOf = (call: CommandCall): RunSettings => {
  const { values } = call
  return {
    stateless: values.stateless,
    nonce: values.runSeed ?? systemClock.now().toString(36),
    hasOther: values.otherCredential !== undefined || values.otherLogin !== undefined,
    safeOnly: isSafeOnly(call),
    rounds: wholeNumber('rounds', values.rounds, 1),
    ...(values.maxLatency !== undefined && {
      maxLatency: wholeNumber('maxLatency', values.maxLatency, 1),
    }),
  }
}
