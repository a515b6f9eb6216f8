import type { Operation } from '../../contract/contract.js'
import type { Scenario } from '../scenario.js'
import type { Stage } from '../stage.js'
import { bodyCases, type BodyCase } from './body-cases.js'
import { credentialCases, sendUncredited } from './credential-cases.js'
import { methodCases, sendMethods } from './method-cases.js'
import { ownDraft } from './own-draft.js'
import type { PlanParts } from './plan-parts.js'
import { isAllowedDraft, readDraft } from './read-draft.js'
import { validDraft } from './valid-draft.js'

/** Things to act on are made beside the cases. */
const besides = 4

const sendBodies = async (stage: Stage, cases: readonly BodyCase[]): Promise<void> => {
  for (const { case: one, change } of cases) {
    const wish = { values: 'fresh', seed: one.id } as const
    const own = await ownDraft(stage, one.operation, wish)
    const draft = await change(own.draft)
    if ((await readDraft(stage.contract, draft))?.length === 0)
      stage.unverified(one, 'The contract allows it.')
    else await stage.send(one, draft, 'user', own.isOwn)
  }
}

const scenarioOf = async (
  { contract, settings }: PlanParts,
  operation: Operation,
): Promise<Scenario | undefined> => {
  if (operation.fault) return undefined
  const base = await validDraft(operation, { values: 'fresh', seed: 'plan' })
  if (!(await isAllowedDraft(contract, base))) return undefined
  const credentials = credentialCases(contract, operation)
  const methods = settings.safeOnly ? [] : await methodCases(contract, operation)
  const bodies = bodyCases(operation)
  const cases = [...credentials, ...methods, ...bodies].map((planned) => planned.case)
  if (cases.length === 0) return undefined
  const run = async (stage: Stage): Promise<void> => {
    await sendUncredited(stage, credentials)
    await sendMethods(stage, methods)
    await sendBodies(stage, bodies)
  }
  const requests = cases.length + besides
  return { id: `${operation.id} protocol`, source: 'protocol', cases, requests, run }
}

/**
 * What HTTP and security ask of every server: credentials (V112), methods (V113), media types (V114),
 * and JSON that is none (V115). A server that remembers nothing is not asked.
 */
export const protocolScenarios = async (parts: PlanParts): Promise<readonly Scenario[]> => {
  if (parts.settings.stateless) return []
  const all: Scenario[] = []
  for (const operation of parts.operations) {
    const scenario = await scenarioOf(parts, operation)
    if (scenario) all.push(scenario)
  }
  return all
}
