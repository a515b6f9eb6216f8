import type { Contract, Operation } from '../../contract/contract.js'
import type { VerifyResult } from '../outcome.js'
import { isReply } from '../wire.js'
import { countableKeywords } from './countable-keywords.js'
import { type Coverage, emptyCoverage, noteExchange } from './coverage.js'
import { keptKeywords } from './kept-keywords.js'
import { sentParameters } from './sent-parameters.js'

/** The countable keywords of operations, each worked out once. */
const createCountable = (): ((operation: Operation) => ReadonlySet<string>) => {
  const known = new Map<Operation, ReadonlySet<string>>()
  return (operation) => {
    const keywords = known.get(operation) ?? countableKeywords(operation)
    known.set(operation, keywords)
    return keywords
  }
}

/** What a run has covered: keywords of cases that were neither skipped nor proved nothing. */
export const coverageOfResult = (
  { byId }: Pick<Contract, 'byId'>,
  { exchanges, outcomes }: Pick<VerifyResult, 'exchanges' | 'outcomes'>,
): Coverage => {
  const coverage = emptyCoverage()
  const countableOf = createCountable()
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
      keywords: [
        ...(covers.get(caseId ?? '') ?? []),
        ...(answer.status < 300 ? keptKeywords(operation, request, countableOf(operation)) : []),
      ],
    })
  }
  return coverage
}
