import type { Contract, Operation } from '../../contract/contract.js'
import { jsonEqual } from '../../lib/json-equal.js'
import type { Case } from '../case.js'
import type { RequestDraft } from '../request-draft.js'
import type { Scenario } from '../scenario.js'
import type { Stage } from '../stage.js'
import type { PlannedCase } from './change.js'
import { modelDraft } from './model-draft.js'
import { negativeCases } from './negative-cases.js'
import { positiveCases, type Together } from './positive-cases.js'
import { isAllowedDraft } from './read-draft.js'
import { sendBroken } from './send-broken.js'
import { sendTogether, sendValid } from './send-edges.js'
import { validDraft } from './valid-draft.js'

/** Beside the cases: things to act on, and values sent one by one to see which was refused. */
const besides = 12

const sizes = { required: 'only what is required', full: 'all that is optional' } as const

/** A request of a certain size, where that is another one than usual. */
interface Sized {
  readonly case: Case
  readonly values: keyof typeof sizes
}

const isLike = (one: RequestDraft, other: RequestDraft): boolean =>
  jsonEqual(one.body, other.body) && one.parameters.size === other.parameters.size

const sizedCases = async (
  contract: Contract,
  operation: Operation,
  base: RequestDraft,
): Promise<readonly Sized[]> => {
  const found: Sized[] = []
  for (const values of ['required', 'full'] as const) {
    const draft = await validDraft(operation, { values, seed: 'plan' })
    if (isLike(draft, base) || !(await isAllowedDraft(contract, draft))) continue
    const id = `${operation.id} boundary allowed ${values}`
    const expect = { kind: 'accepted', rule: 'V111' } as const
    const more = { source: 'boundary', intent: `with ${sizes[values]}` } as const
    found.push({ values, case: { id, operation, expect, ...more } })
  }
  return found
}

const refusals: ReadonlySet<number> = new Set([401, 403])

const runAll = async (
  stage: Stage,
  sized: readonly Sized[],
  edges: readonly Together[],
  broken: readonly PlannedCase[],
): Promise<void> => {
  const statuses: number[] = []
  for (const { case: one, values } of sized)
    statuses.push((await sendValid(stage, one, values))?.status ?? 0)
  const isShut = statuses.length > 0 && statuses.every((status) => refusals.has(status))
  for (const [index, together] of edges.entries()) {
    if (!isShut && (await sendTogether(stage, together))) continue
    for (const { case: one } of edges.slice(index + (isShut ? 0 : 1)))
      stage.unverified(one, 'Valid requests are refused as well.')
    break
  }
  if (!isShut) return sendBroken(stage, broken)
  for (const { case: one } of broken) stage.unverified(one, 'Valid requests are refused as well.')
}

/** Valid requests at the edges of what an operation allows, and invalid ones beyond them. */
export const boundaryScenario = async (
  contract: Contract,
  operation: Operation,
): Promise<Scenario | undefined> => {
  if (operation.fault) return undefined
  const base = await validDraft(operation, { values: 'fresh', seed: 'plan' })
  if (!(await isAllowedDraft(contract, base))) return undefined
  const model = await modelDraft(operation, 'plan')
  const sized = await sizedCases(contract, operation, base)
  const edges = await positiveCases(contract, base, model)
  const broken = await negativeCases(contract, base, model)
  const cases = [...sized, ...edges, ...broken].map((planned) => planned.case)
  if (cases.length === 0) return undefined
  return {
    id: `${operation.id} boundary`,
    source: 'boundary',
    cases,
    requests: cases.length + besides,
    run: (stage) => runAll(stage, sized, edges, broken),
  }
}
