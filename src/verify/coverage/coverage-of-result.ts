import type { Contract } from '../../contract/contract.js'
import type { VerifyResult } from '../outcome.js'
import { isReply } from '../wire.js'
import { type Coverage, emptyCoverage, noteExchange } from './coverage.js'
import { sentParameters } from './sent-parameters.js'

/** What a run has covered: keywords of cases that were neither skipped nor proved nothing. */
export const coverageOfResult = (
  { byId }: Pick<Contract, 'byId'>,
  { exchanges, outcomes }: Pick<VerifyResult, 'exchanges' | 'outcomes'>,
): Coverage => {
  const coverage = emptyCoverage()
  const covers = new Map(
    outcomes
      .filter(({ result }) => result === 'passed' || result === 'failed')
      .map(({ case: one }) => [one.id, one.covers ?? []]),
  )
  for (const { operation: id, case: caseId, request, answer, isUnjudged } of exchanges) {
    const operation = byId.get(id)
    if (!operation || !isReply(answer) || isUnjudged) continue
    noteExchange(coverage, operation, {
      status: answer.status,
      parameters: sentParameters(operation, request),
      keywords: covers.get(caseId ?? '') ?? [],
    })
  }
  return coverage
}
