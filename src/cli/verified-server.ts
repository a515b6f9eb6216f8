import type { Contract } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { monotonic, systemClock } from '../sandbox/clock.js'
import { createHttpSender } from '../verify/call/create-http-sender.js'
import { createPatientSender } from '../verify/call/create-patient-sender.js'
import { createSessions, type Sessions } from '../verify/call/credentials.js'
import { reach } from '../verify/call/reach.js'
import type { Send } from '../verify/wire.js'
import type { CommandCall } from './command.js'
import { verifyCredentials } from './verify-credentials.js'
import { isElsewhere, isSafeOnly } from './verify-means.js'

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 }

/** How fast a server that is not on this machine is asked, in requests a second. */
const politely = 50

const perSecond = (call: CommandCall): number | undefined => {
  const { rate } = call.values
  if (rate === undefined) return isElsewhere(call) ? politely : undefined
  const [, digits, unit = 's'] = /^(\d{1,6}(?:\.\d{1,3})?)(?: *\/ *([smh]))?$/.exec(rate) ?? []
  const requests = Number(digits) / (units[unit] ?? 1)
  if (requests > 0) return requests
  throw new SetupError(
    'option-invalid',
    `--rate cannot be ${JSON.stringify(rate)}: it takes requests by time, such as 50/s or 100/m.`,
  )
}

/** A way to a server: no faster than it may be asked, and with the credentials of the options. */
export interface VerifiedServer {
  readonly send: Send
  readonly sessions: Sessions
  readonly close: () => void
}

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

/** The password of a login, which no report may show. */
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
  const sessions = createSessions(contract, {
    user: verifyCredentials(values.credential, user, means),
    other: verifyCredentials(values.otherCredential, other, means),
  })
  return { ...sessions, secrets: () => [...sessions.secrets(), ...passwordsIn(call)] }
}

const sendingOf = ({ values }: CommandCall) => ({
  monotonic,
  timeout: values.timeout * 1000,
  insecure: values.insecure,
})

/**
 * A way to the server that is verified, once it answers and all credentials are there.
 * @throws SetupError `server-unreachable`, `credential-unavailable` or `option-invalid`.
 */
export const openVerifiedServer = async (
  contract: Contract,
  base: string,
  call: CommandCall,
): Promise<VerifiedServer> => {
  const { values, world } = call
  const patience = { perSecond: perSecond(call), sleep, now: systemClock.now, monotonic }
  const { send: plain, close } = createHttpSender({ ...sendingOf(call), base })
  const send = createPatientSender(plain, patience)
  try {
    const sessions = sessionsOf(contract, base, call, send)
    await reach(base, plain, { wait: values.wait * 1000, sleep, monotonic })
    if (isSafeOnly(call))
      world.printer.error(
        `${new URL(base).host} is not this machine: only GET, HEAD and OPTIONS are sent. --allow-writes sends all.`,
      )
    await sessions.begin()
    return { send, sessions, close }
  } catch (error) {
    close()
    throw error
  }
}
