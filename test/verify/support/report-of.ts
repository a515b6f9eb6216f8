import type { Contract } from '../../../src/contract/contract.js'
import type { Case } from '../../../src/verify/case.js'
import { coverageOfResult } from '../../../src/verify/coverage/coverage-of-result.js'
import { coverageTable } from '../../../src/verify/coverage/coverage-table.js'
import { createMask } from '../../../src/verify/call/create-mask.js'
import type { Fault } from '../../../src/verify/finding.js'
import { findingOf } from '../../../src/verify/finding-of.js'
import type { Outcome, VerifyResult } from '../../../src/verify/outcome.js'
import { createReport, type ReportContext } from '../../../src/verify/report/create-report.js'
import type { Report } from '../../../src/verify/report/report.js'
import type { WireAnswer, WireRequest } from '../../../src/verify/wire.js'
import { contractOf, operationOf } from './contract-of.js'

/** Text that means something to every format that a report is written in. */
export const hostile = '<b>&"\'\u0000\u0007]]>\n::error::%0A```|a,b:c\u202e\ud800</script>'

/** A contract with two operations. */
export const reported = contractOf({
  '/pets': {
    get: {
      operationId: 'listPets',
      parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer' } }],
      responses: { 200: { description: '' } },
    },
    post: { operationId: 'addPet', responses: { 201: { description: '' } } },
  },
})

/** A case of an operation. */
export const caseOf = (
  id: string,
  operation = 'listPets',
  contract: Contract = reported,
): Case => ({
  ...{ id, operation: operationOf(contract, operation), source: 'boundary' },
  intent: `${id} ${hostile}`,
  expect: { kind: 'accepted', rule: 'V111' },
})

const request: WireRequest = {
  method: 'GET',
  target: '/pets?limit=1&api_key=top-secret',
  headers: [
    ['Authorization', 'Bearer top-secret-token'],
    ['X-Odd', `it's\ttop-secret`],
  ],
}

/** A reply with a body. */
export const replyOf = (status: number, body: string): WireAnswer => ({
  ...{ status, headers: ['Content-Type', 'application/json'], milliseconds: 2 },
  bytes: Buffer.from(body),
})

/** One case that failed, with what was found. */
export const failedCase = (
  id: string,
  faults: readonly Fault[],
  answer = replyOf(500, hostile.replaceAll('\0', '')),
) => {
  const one = caseOf(id)
  const outcome: Outcome = { case: one, result: 'failed', status: 500 }
  return {
    outcome,
    findings: faults.map((fault) =>
      findingOf(reported, one.operation, fault, { one, request, answer }),
    ),
    exchange: { operation: 'listPets', case: id, as: 'user' as const, at: 1e12, request, answer },
  }
}

/** What came of these cases. */
export const resultOf = (
  failed: readonly ReturnType<typeof failedCase>[],
  others: readonly Outcome[] = [],
): VerifyResult => ({
  findings: failed.flatMap(({ findings }) => findings),
  outcomes: [...failed.map(({ outcome }) => outcome), ...others],
  exchanges: failed.map(({ exchange }) => exchange),
  requests: failed.length,
  milliseconds: 1234,
})

/** A result as reporters see it. */
export const reportOf = (result: VerifyResult, context: Partial<ReportContext> = {}): Report =>
  createReport(result, {
    contract: reported,
    base: 'http://localhost:1',
    version: '1.2.3',
    file: 'pets.yaml',
    folder: '/project',
    startedAt: 1e12,
    mask: createMask(reported, ['top-secret']),
    known: () => undefined,
    coverage: coverageTable(reported.operations, coverageOfResult(reported, result)),
    ...context,
  })
