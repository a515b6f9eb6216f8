import type { Contract, Operation } from '../contract/contract.js'
import type { Case } from './case.js'
import type { Fault, Finding } from './finding.js'
import { fingerprintOf } from './fingerprint.js'
import { ruleOf } from './rules.js'
import { isReply, type WireAnswer, type WireRequest } from './wire.js'

/** What shows a fault. */
export interface Evidence {
  readonly one?: Case | undefined
  readonly request?: WireRequest | undefined
  readonly answer?: WireAnswer | undefined
}

/** A fault as a finding: with its place in the contract, and what shows it. */
export const findingOf = (
  contract: Contract,
  operation: Operation,
  fault: Fault,
  { one, request, answer }: Evidence,
): Finding => {
  const { id, method, path, pointer } = operation
  const status = answer && isReply(answer) ? answer.status : undefined
  const parts = { ...fault, method, path, status }
  return {
    ...parts,
    severity: ruleOf(fault.rule).severity,
    operation: id,
    place: contract.place(fault.contractPointer ?? pointer),
    ...(one && { intent: one.intent, case: one.id, source: one.source }),
    ...{ request, answer },
    fingerprint: fingerprintOf(parts),
  }
}
