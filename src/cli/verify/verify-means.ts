import type { Contract } from '../../contract/contract.js'
import { SetupError } from '../../errors.js'
import { monotonic, systemClock } from '../../sandbox/clock.js'
import { isLoopbackHost } from '../../server/host.js'
import { loadContracts } from '../../server/serve-contract.js'
import { createHttpSender, type HttpSender } from '../../verify/call/create-http-sender.js'
import { createPatientSender } from '../../verify/call/create-patient-sender.js'
import {
  createSessions,
  type CredentialsFor,
  type Sessions,
} from '../../verify/call/credentials.js'
import { reach } from '../../verify/call/reach.js'
import type { RunSettings } from '../../verify/stage.js'
import type { Send } from '../../verify/wire.js'
import type { CommandCall } from '../command.js'
import { requestsPerSecond } from './requests-per-second.js'
import { verifyCredentials } from './verify-credentials.js'
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

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

/** How fast a server that is not on this machine is asked, in requests a second. */
const politely = 50

const isElsewhere = (base: string): boolean => !isLoopbackHost(new URL(base).hostname)

const sendingOf = ({ values }: CommandCall) => ({
  monotonic,
  timeout: values.timeout * 1000,
  insecure: values.insecure,
})

/** A server is asked no faster than it may, and again when it is busy. */
const patientSender = (plain: Send, base: string, { values }: CommandCall): Send => {
  const usual = isElsewhere(base) ? politely : undefined
  const perSecond = values.rate === undefined ? usual : requestsPerSecond(values.rate)
  return createPatientSender(plain, { perSecond, sleep, now: systemClock.now, monotonic })
}

/** The passwords of logins, which no report may show. */
const passwordsIn = ({ values }: CommandCall): readonly string[] =>
  [values.login, values.otherLogin].flatMap((text) => text?.split(/:(.*)/s)[1] ?? [])

const sessionsOf = (contract: Contract, base: string, call: CommandCall, send: Send): Sessions => {
  const { values, world } = call
  const sendTo = (url: string): Send => {
    const target = new URL(url, `${base.replace(/\/+$/, '')}/`).href
    return createHttpSender({ ...sendingOf(call), base: target }).send
  }
  const means = { contract, environment: world.environment, send, sendTo }
  const user = { text: values.login, flag: '--login' }
  const other = { text: values.otherLogin, flag: '--other-login' }
  return createSessions(contract, {
    user: verifyCredentials(values.credential, user, means),
    other: verifyCredentials(values.otherCredential, other, means),
  })
}

/** What one server is verified with. */
export interface ServerMeans extends HttpSender {
  readonly base: string
  readonly credentials: CredentialsFor
  readonly answered: Sessions['answered']
  /** Texts that no report may show. */
  readonly secrets: readonly string[]
  /** True when it may only be read. */
  readonly safeOnly: boolean
  /** How a run waits: servers elsewhere may show late what they were told. */
  readonly waits: Pick<RunSettings, 'pause' | 'wait'>
}

/**
 * A way to a server that answers, with the credentials of the options.
 * @throws SetupError `server-unreachable`, `credential-unavailable` or `option-invalid`.
 */
export const meansOf = async (
  contract: Contract,
  base: string,
  call: CommandCall,
): Promise<ServerMeans> => {
  const { values, world } = call
  const { send: plain, close } = createHttpSender({ ...sendingOf(call), base })
  try {
    const send = patientSender(plain, base, call)
    const sessions = sessionsOf(contract, base, call, send)
    await reach(base, plain, { wait: values.wait * 1000, sleep, monotonic })
    const safeOnly = isElsewhere(base) && !values.allowWrites
    if (safeOnly)
      world.printer.error(
        `${new URL(base).host} is not this machine: only GET, HEAD and OPTIONS are sent. --allow-writes sends all.`,
      )
    await sessions.begin()
    const { credentials, answered } = sessions
    const waits = { pause: sleep, ...(isElsewhere(base) && { wait: sleep }) }
    return {
      ...{ base, send, close, credentials, answered, safeOnly, waits },
      get secrets() {
        return [...sessions.secrets(), ...passwordsIn(call)]
      },
    }
  } catch (error) {
    close()
    throw error
  }
}
