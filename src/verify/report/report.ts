import type { SourcePlace } from '../../errors.js'
import type { CaseSource } from '../case.js'
import type { CoverageRow } from '../coverage/coverage-table.js'
import type { RecordedExchange } from '../outcome.js'
import type { RuleId, Severity } from '../rules.js'

/** Why a finding does not count, until when. */
export interface Known {
  readonly reason: string
  /** The last day on which it does not count: `2030-01-31`. */
  readonly expires: string
}

/** The reply that shows a finding, without secrets. */
export interface ReplyExcerpt {
  /** 0 for a broken connection. */
  readonly status: number
  /** Why there is no reply. */
  readonly failure?: string | undefined
  readonly mediaType?: string | undefined
  /** The first lines of the body. */
  readonly lines: readonly string[]
}

/** All findings of one fingerprint, shown by the first of them. */
export interface FindingGroup {
  readonly fingerprint: string
  readonly rule: RuleId
  readonly title: string
  readonly severity: Severity
  readonly isSecondary: boolean
  /** Set when the baseline knows it. */
  readonly known?: Known | undefined
  /** True when it makes the run fail. */
  readonly fails: boolean
  readonly message: string
  /** The id of the operation, and as which it is documented. */
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly place: SourcePlace
  readonly dataPointer?: string | undefined
  readonly keyword?: string | undefined
  readonly status?: number | undefined
  readonly intent?: string | undefined
  /** The cases that show it, in the order of sending. */
  readonly cases: readonly string[]
  /** How often it was seen. */
  readonly count: number
  /** A command that sends the request again, and the reply; without secrets. */
  readonly curl?: string | undefined
  readonly reply?: ReplyExcerpt | undefined
}

/** What came of one case. */
export interface CaseReport {
  readonly id: string
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly source: CaseSource
  readonly intent: string
  readonly place: SourcePlace
  /** `failed` when something was found that makes the run fail. */
  readonly result: 'passed' | 'failed' | 'unverified' | 'skipped'
  readonly why?: string | undefined
  readonly status?: number | undefined
  /** The milliseconds of its exchanges. */
  readonly milliseconds: number
  /** The fingerprints of what was found. */
  readonly findings: readonly string[]
}

/** Cases that proved nothing, for one reason. */
export interface UnverifiedGroup {
  readonly why: string
  readonly cases: number
  /** `GET /pets`, each once. */
  readonly operations: readonly string[]
}

/** What a baseline had to say about a run. */
export interface BaselineReport {
  readonly known: number
  /** Entries whose day has passed, and whose finding is still there. */
  readonly expired: readonly string[]
  /** Entries whose finding was not seen. */
  readonly stale: readonly string[]
}

/** Everything that reporters tell of a run, without secrets. */
export interface Report {
  readonly product: string
  readonly version: string
  readonly contract: {
    readonly title: string
    readonly version: string
    readonly file?: string | undefined
  }
  readonly base: string
  /** When it began, RFC 3339. */
  readonly startedAt: string
  readonly milliseconds: number
  readonly requests: number
  /** How many things the run has made and could not take away. */
  readonly left: number
  readonly cases: readonly CaseReport[]
  readonly counts: Readonly<Record<CaseReport['result'], number>>
  /** Worst first. */
  readonly findings: readonly FindingGroup[]
  readonly unverified: readonly UnverifiedGroup[]
  /** What a reader has to know beside findings. */
  readonly notices: readonly string[]
  readonly coverage: readonly CoverageRow[]
  readonly baseline?: BaselineReport | undefined
  /** Made when it is asked for: every exchange, without secrets. */
  readonly exchanges: () => readonly RecordedExchange[]
}
