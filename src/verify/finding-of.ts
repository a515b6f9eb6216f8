import type { Contract, Operation } from '../contract/contract.js'
import type { Case } from './case.js'
import type { Fault, Finding } from './finding.js'
import { fingerprintOf } from './fingerprint.js'
import { faultPlace } from './judge/fault-place.js'
import { ruleOf, type Severity } from './rules.js'
import { isReply, type WireAnswer, type WireRequest } from './wire.js'

/** What shows a fault. */
export interface Evidence {
  readonly one?: Case | undefined
  readonly request?: WireRequest | undefined
  readonly answer?: WireAnswer | undefined
}

/** How bad a fault is: what may follow from another one fails no run. */
export const severityOf = ({ rule, secondary }: Fault): Severity => {
  const { severity } = ruleOf(rule)
  return secondary === true && severity === 'error' ? 'warning' : severity
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
  const { contractPointer = fault.contractPointer, pattern } = faultPlace(
    contract,
    operation,
    fault,
    answer,
  )
  const parts = { ...fault, contractPointer, method, path, status }
  return {
    ...parts,
    severity: severityOf(fault),
    operation: id,
    place: fault.place ?? contract.place(contractPointer ?? pointer),
    ...(one && { intent: one.intent, case: one.id, source: one.source }),
    ...{ request, answer },
    fingerprint: fingerprintOf({ ...parts, dataPointer: pattern ?? fault.dataPointer }),
  }
}
