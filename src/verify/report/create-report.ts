import type { Contract, Operation } from '../../contract/contract.js'
import { groupBy } from '../../lib/group-by.js'
import type { CoverageRow } from '../coverage/coverage-table.js'
import type { Outcome, RecordedExchange, VerifyResult } from '../outcome.js'
import { groupFindings, type Showing } from './group-findings.js'
import { shownPlace } from './shown-place.js'
import { noticesOf } from './verdict.js'
import type { BaselineReport, CaseReport, FindingGroup, Report, UnverifiedGroup } from './report.js'

/** What a report tells beyond the result of a run. */
export interface ReportContext extends Showing {
  readonly contract: Contract
  /** The contract as the user named it. */
  readonly file?: string | undefined
  /** The version of this product. */
  readonly version: string
  /** When the run began, in milliseconds since 1970. */
  readonly startedAt: number
  readonly coverage: readonly CoverageRow[]
  readonly baseline?: BaselineReport | undefined
}

const times = (exchanges: readonly RecordedExchange[]): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>()
  for (const { case: id, answer } of exchanges)
    if (id !== undefined) sums.set(id, (sums.get(id) ?? 0) + answer.milliseconds)
  return sums
}

interface CaseParts {
  readonly contract: Contract
  readonly folder: string
  readonly byCase: ReadonlyMap<string, readonly FindingGroup[]>
  readonly times: ReadonlyMap<string, number>
}

/** What the run has found decides: what is known, a warning or a note fails no case. */
const resultOf = (outcome: Outcome, groups: readonly FindingGroup[]): CaseReport['result'] => {
  if (groups.some(({ fails }) => fails)) return 'failed'
  return outcome.result === 'failed' ? 'passed' : outcome.result
}

const caseOf = (outcome: Outcome, { contract, folder, byCase, times }: CaseParts): CaseReport => {
  const { case: one, why, status } = outcome
  const { id, source, intent, operation } = one
  const groups = byCase.get(id) ?? []
  return {
    ...{ id, source, intent, why, status },
    ...{ operation: operation.id, method: operation.method, path: operation.path },
    place: shownPlace(contract.place(operation.pointer), folder),
    result: resultOf(outcome, groups),
    milliseconds: times.get(id) ?? 0,
    findings: groups.map(({ fingerprint }) => fingerprint),
  }
}

const groupsByCase = (groups: readonly FindingGroup[]): CaseParts['byCase'] => {
  const pairs = groups.flatMap((group) => group.cases.map((id) => ({ id, group })))
  return new Map(
    [...groupBy(pairs, ({ id }) => id)].map(([id, all]) => [id, all.map(({ group }) => group)]),
  )
}

const operationName = ({ method, path }: Pick<Operation, 'method' | 'path'>): string =>
  `${method} ${path}`

const unverifiedOf = (cases: readonly CaseReport[]): readonly UnverifiedGroup[] => {
  const open = cases.filter(({ result }) => result === 'unverified')
  return [...groupBy(open, ({ why }) => why ?? '')]
    .map(([why, all]) => ({
      why,
      cases: all.length,
      operations: [...new Set(all.map(operationName))],
    }))
    .sort((a, b) => b.cases - a.cases)
}

const countOf = (cases: readonly CaseReport[], result: CaseReport['result']): number =>
  cases.filter((one) => one.result === result).length

/** Brings the result of a run into the form that reporters tell it in: grouped, sorted, without secrets. */
export const createReport = (result: VerifyResult, context: ReportContext): Report => {
  const { contract, file, version, startedAt, base, coverage, baseline, mask } = context
  const findings = groupFindings(result.findings, context)
  const byCase = groupsByCase(findings)
  const parts = { contract, folder: context.folder, byCase, times: times(result.exchanges) }
  const cases = result.outcomes.map((outcome) => caseOf(outcome, parts))
  return {
    ...{ product: 'openapi-sandbox', version, base, findings, cases, coverage, baseline },
    contract: { title: contract.title, version: contract.version, file },
    startedAt: new Date(startedAt).toISOString(),
    milliseconds: Math.round(result.milliseconds),
    requests: result.requests,
    left: result.left ?? 0,
    counts: {
      passed: countOf(cases, 'passed'),
      failed: countOf(cases, 'failed'),
      unverified: countOf(cases, 'unverified'),
      skipped: countOf(cases, 'skipped'),
    },
    unverified: unverifiedOf(cases),
    notices: noticesOf(result.exchanges),
    exchanges: () =>
      result.exchanges.map((exchange) => ({
        ...exchange,
        request: mask.request(exchange.request),
        answer: mask.answer(exchange.answer),
      })),
  }
}

/** True when a run has found what the baseline does not know, and what is worse than a warning. */
export const hasFailed = ({ findings }: Pick<Report, 'findings'>): boolean =>
  findings.some(({ fails }) => fails)
