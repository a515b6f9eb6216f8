import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Contract } from '../../../src/contract/contract.js'
import { loadContracts } from '../../../src/server/serve-contract.js'
import { createCredentials } from '../../../src/verify/call/credentials.js'
import { createHttpSender } from '../../../src/verify/call/create-http-sender.js'
import type { Finding } from '../../../src/verify/finding.js'
import { verify } from '../../../src/verify/verify.js'
import type { Fault } from '../../fixtures/faults/faults.js'
import { createFaultyServer, tokens } from '../../fixtures/faults/faulty-server.js'

/** What a verification of the fault server came to. */
export interface FaultRun {
  readonly id: string
  readonly found: boolean
  /** Findings that can fail a run, as `rule method path: message`. */
  readonly alarms: readonly string[]
  readonly requests: number
  readonly milliseconds: number
}

/** The contract of the fault server. */
export const faultContract = async (): Promise<Contract> => {
  const [served] = await loadContracts(join(__dirname, '../../fixtures/faults/contract.yaml'), {})
  return (served as NonNullable<typeof served>).contract
}

const told = ({ rule, method, path, message, case: id }: Finding): string =>
  `${rule} ${method} ${path}: ${message} [${id ?? ''}]`

/** Verifies the fault server with one fault, or without any; as users would, with a second user. */
export const verifyFault = async (contract: Contract, fault?: Fault): Promise<FaultRun> => {
  const server = await createFaultyServer({ ...(fault && { fault: fault.id }) })
  const monotonic = (): number => performance.now()
  const sender = createHttpSender({ base: server.url, monotonic, timeout: 10_000 })
  const as = (token: string): ReadonlyMap<string, string> => new Map([['bearer', token]])
  try {
    const { findings, milliseconds } = await verify({
      contract,
      settings: { stateless: false, nonce: 'n', hasOther: true, safeOnly: false, rounds: 5 },
      credentials: createCredentials(contract, { user: as(tokens[0]), other: as(tokens[1]) }),
      send: sender.send,
      now: Date.now,
      monotonic,
    })
    const alarms = findings.filter(({ severity }) => severity !== 'note')
    return {
      id: fault?.id ?? 'none',
      found: alarms.some(({ rule }) => fault?.rules.includes(rule)),
      alarms: alarms.map(told),
      requests: server.requests(),
      milliseconds,
    }
  } finally {
    sender.close()
    await server.close()
  }
}
