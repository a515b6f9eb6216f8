import { join } from 'node:path'
import { createServer } from '../../../src/index.js'
import { inferResources } from '../../../src/resources/inference/infer-resources.js'
import { isMintable } from '../../../src/server/mint-credential.js'
import { loadContracts } from '../../../src/server/serve-contract.js'
import { createCredentials } from '../../../src/verify/call/credentials.js'
import { lifecycleScenarios } from '../../../src/verify/lifecycle/lifecycle-scenarios.js'
import { linkScenarios } from '../../../src/verify/lifecycle/link-scenarios.js'
import { runPlan } from '../../../src/verify/run-plan.js'
import { sendTo } from './send-to.js'

/** Where the documents are that are served in tests. */
export const documents = join(__dirname, '..', '..', 'fixtures', 'documents')

/** What lifecycles on our own sandbox came to. */
export interface OwnLifecycles {
  /** Findings that can fail a run. */
  readonly alarms: readonly string[]
  /** How many cases hold, and how many prove nothing. */
  readonly passed: number
  readonly unverified: number
  readonly requests: number
}

/** Goes through the lifecycles and links of a document that our own sandbox serves from inferred state. */
export const lifecyclesOf = async (file: string): Promise<OwnLifecycles> => {
  const server = await createServer({ contract: file, state: 'on', watch: false })
  try {
    const [served] = await loadContracts(file, {})
    if (!served) throw new TypeError(`There is no contract in ${file}`)
    const { contract } = served
    const user = new Map<string, string>()
    for (const [scheme, about] of contract.securitySchemes)
      if (isMintable(about)) user.set(scheme, (await server.credential({ scheme })).credential)
    const settings = { stateless: false, nonce: 'n', hasOther: false, safeOnly: false, rounds: 2 }
    const parts = { contract, model: inferResources(contract), settings }
    const all = { ...parts, operations: contract.operations, monotonic: () => 0 }
    const scenarios = [...lifecycleScenarios(all), ...linkScenarios(all)]
    const { findings, outcomes, requests } = await runPlan(
      { scenarios, findings: [], requests: 0 },
      {
        ...parts,
        credentials: createCredentials(contract, { user, other: user }),
        send: sendTo(server.fetch),
        now: () => 0,
        monotonic: () => 0,
      },
    )
    const alarms = findings
      .filter(({ severity }) => severity !== 'note')
      .map(({ rule, method, path, message }) => `${rule} ${method} ${path}: ${message}`)
    const counted = (what: string) => outcomes.filter(({ result }) => result === what).length
    return { alarms, passed: counted('passed'), unverified: counted('unverified'), requests }
  } finally {
    await server.close()
  }
}
