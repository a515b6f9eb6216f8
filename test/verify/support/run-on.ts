import type { Contract } from '../../../src/contract/contract.js'
import type { VerifyResult } from '../../../src/verify/outcome.js'
import type { RunSettings } from '../../../src/verify/stage.js'
import { verify, type VerifyOptions } from '../../../src/verify/verify.js'
import { sendTo } from './send-to.js'

/** A server in this process. */
export type Fetch = (request: Request) => Promise<Response>

/** Settings of a run that may write and knows one user. */
export const settings: RunSettings = {
  ...{ stateless: false, nonce: 'n', hasOther: false, safeOnly: false, rounds: 2 },
}

/** Verifies a server in this process by a contract, without credentials. */
export const runOn = (
  contract: Contract,
  fetch: Fetch,
  more: Partial<VerifyOptions> = {},
): Promise<VerifyResult> =>
  verify({
    contract,
    settings,
    credentials: () => ({ headers: [], query: [], cookies: [] }),
    send: sendTo(fetch),
    now: () => 0,
    monotonic: () => 0,
    ...more,
  })

/** What a run has found, in short: `V121 readPet`. */
export const told = ({ findings }: VerifyResult): readonly string[] => [
  ...new Set(findings.map(({ rule, operation, message }) => `${rule} ${operation}: ${message}`)),
]
