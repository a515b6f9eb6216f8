import type { Contract, Operation } from '../../contract/contract.js'
import { jsonEqual } from '../../lib/json-equal.js'
import type { Case } from '../case.js'
import type { RequestDraft } from '../request-draft.js'
import type { Scenario } from '../scenario.js'
import type { Stage } from '../stage.js'
import { acceptCases } from './accept-cases.js'
import type { PlannedCase } from './change.js'
import { modelDraft } from './model-draft.js'
import { negativeCases, type RankedCase } from './negative-cases.js'
import { positiveCases, type Together } from './positive-cases.js'
import { isAllowedDraft } from './read-draft.js'
import type { PlanParts } from './plan-parts.js'
import { SentBefore } from './sent-before.js'
import { sendBroken } from './send-broken.js'
import { sendTogether, sendValid } from './send-together.js'
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

/** What is sent to an operation, in this order. */
interface Boundaries {
  readonly operation: Operation
  readonly sized: readonly Sized[]
  readonly accepts: readonly PlannedCase[]
  readonly edges: readonly Together[]
  readonly broken: readonly RankedCase[]
}

const runAll = async (stage: Stage, { sized, accepts, edges, broken }: Boundaries) => {
  const statuses: number[] = []
  for (const { case: one, values } of sized)
    statuses.push((await sendValid(stage, one, values))?.status ?? 0)
  for (const accept of accepts) await sendValid(stage, accept.case, 'fresh', [accept])
  const isShut = statuses.length > 0 && statuses.every((status) => refusals.has(status))
  for (const [index, together] of edges.entries()) {
    if (!isShut && (await sendTogether(stage, together))) continue
    for (const { case: one } of edges.slice(index + (isShut ? 0 : 1)))
      stage.unverified(one, 'Valid requests of the operation are refused as well.')
    break
  }
  if (!isShut) return sendBroken(stage, broken)
  for (const { case: one } of broken)
    stage.unverified(one, 'Valid requests of the operation are refused as well.')
}

/** Everything that could be sent to an operation. */
const boundariesOf = async (
  contract: Contract,
  operation: Operation,
  before: { readonly edges: SentBefore; readonly broken: SentBefore },
): Promise<Boundaries | undefined> => {
  if (operation.fault) return undefined
  const base = await validDraft(operation, { values: 'fresh', seed: 'plan' })
  if (!(await isAllowedDraft(contract, base))) return undefined
  const model = await modelDraft(operation, 'plan')
  return {
    operation,
    sized: await sizedCases(contract, operation, base),
    accepts: acceptCases(operation),
    edges: await positiveCases(contract, base, model, before.edges),
    broken: await negativeCases(contract, base, model, before.broken),
  }
}

/** Invalid requests: so many for each operation on average, and so many at least for all together. */
const average = 4.75
const least = 64

/** Of all invalid requests those that are worth most; operations that ask for more get more. */
const chosenOf = (all: readonly Boundaries[]): ReadonlySet<RankedCase> => {
  const ranked = all.flatMap(({ broken }) => broken).sort((a, b) => a.cost - b.cost)
  return new Set(ranked.slice(0, Math.max(least, average * all.length)))
}

const scenarioOf = (all: Boundaries): readonly Scenario[] => {
  const cases = [...all.sized, ...all.accepts, ...all.edges, ...all.broken].map((one) => one.case)
  const id = `${all.operation.id} boundary`
  const run = (stage: Stage): Promise<void> => runAll(stage, all)
  return cases.length === 0
    ? []
    : [{ id, source: 'boundary', cases, requests: cases.length + besides, run }]
}

/** Valid requests at the edges of what operations allow, and invalid ones beyond them. */
export const boundaryScenarios = async ({
  contract,
  operations,
}: PlanParts): Promise<readonly Scenario[]> => {
  const before = { edges: new SentBefore(), broken: new SentBefore() }
  const all: Boundaries[] = []
  for (const operation of operations) {
    const found = await boundariesOf(contract, operation, before)
    if (found) all.push(found)
  }
  const chosen = chosenOf(all)
  return all.flatMap((one) =>
    scenarioOf({ ...one, broken: one.broken.filter((broken) => chosen.has(broken)) }),
  )
}
