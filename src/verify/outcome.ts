import type { Case } from './case.js'
import type { Finding } from './finding.js'
import type { Actor } from './stage.js'
import type { WireAnswer, WireRequest } from './wire.js'

/** What came of a case. */
export interface Outcome {
  readonly case: Case
  /** `unverified`: the reply proves nothing; `skipped`: it was not sent. */
  readonly result: 'passed' | 'failed' | 'unverified' | 'skipped'
  /** Why it is unverified or skipped. */
  readonly why?: string | undefined
  readonly status?: number | undefined
}

/** One exchange of the run, in the order of sending. */
export interface RecordedExchange {
  /** The id of the operation it was meant for. */
  readonly operation: string
  readonly case?: string | undefined
  readonly as: Actor
  /** Milliseconds since 1970 when it was sent. */
  readonly at: number
  readonly request: WireRequest
  readonly answer: WireAnswer
  /** True when the answer says nothing, because the credentials that are asked for are not known. */
  readonly isUnjudged?: boolean | undefined
}

/** Everything that a run has found out. */
export interface VerifyResult {
  readonly findings: readonly Finding[]
  readonly outcomes: readonly Outcome[]
  readonly exchanges: readonly RecordedExchange[]
  /** How many things that the run has made could not be deleted. */
  readonly left?: number
  /** How many requests were sent, and how long the run took in milliseconds. */
  readonly requests: number
  readonly milliseconds: number
}
