import type { FindingGroup, Known, BaselineReport } from '../report/report.js'

/** A finding that is tolerated for a while. */
export interface BaselineEntry extends Known {
  readonly fingerprint: string
  readonly rule: string
  /** `GET /pets`: for people. */
  readonly operation: string
  /** What was found when it was written, for people. */
  readonly message?: string | undefined
}

/** Findings that are known, as they stand in a file. */
export type Baseline = readonly BaselineEntry[]

/** The date of a time in milliseconds since 1970, in UTC: `2030-01-31`. */
export const dateOf = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 10)

/** What a baseline knows of a fingerprint at a time: nothing any more when the day of the entry has passed. */
export const knownAt = (
  baseline: Baseline,
  now: number,
): ((fingerprint: string) => Known | undefined) => {
  const today = dateOf(now)
  const valid = baseline.filter(({ expires }) => today <= expires)
  const byFingerprint = new Map(valid.map((entry) => [entry.fingerprint, entry]))
  return (fingerprint) => {
    const entry = byFingerprint.get(fingerprint)
    return entry && { reason: entry.reason, expires: entry.expires }
  }
}

const entryText = ({ fingerprint, rule, operation, reason, expires }: BaselineEntry): string =>
  `${rule} ${operation} (${fingerprint}, until ${expires}): ${reason || 'no reason is given'}`

/** When a run was, and what it would have seen. */
export interface RunSpan {
  readonly now: number
  /** Whether the run has looked for what an entry is about. */
  readonly isSeen: (entry: BaselineEntry) => boolean
}

/** What a run means for a baseline. Of a part of a plan nobody can say what was not seen. */
export const baselineReport = (
  baseline: Baseline,
  found: ReadonlySet<string>,
  { now, isSeen }: RunSpan,
): BaselineReport => {
  const known = knownAt(baseline, now)
  const seen = baseline.filter(({ fingerprint }) => found.has(fingerprint))
  const gone = baseline.filter(({ fingerprint }) => !found.has(fingerprint))
  return {
    known: seen.filter(({ fingerprint }) => known(fingerprint)).length,
    expired: seen.filter(({ fingerprint }) => !known(fingerprint)).map(entryText),
    stale: gone.filter(isSeen).map(entryText),
  }
}

const day = 24 * 60 * 60 * 1000

/** So long is a new finding tolerated. */
const tolerance = 90 * day

/** What an entry says whose reason nobody has written yet. */
export const noReason = 'nobody has said why yet'

/**
 * The baseline after a run: what was found, with the reasons of those that were known. What was not found
 * stays when only a part of the plan was sent.
 */
export const updatedBaseline = (
  baseline: Baseline,
  findings: readonly FindingGroup[],
  { now, isSeen }: RunSpan,
): Baseline => {
  const before = new Map(baseline.map((entry) => [entry.fingerprint, entry]))
  const renewed = dateOf(now + tolerance)
  const found = findings
    .filter(({ severity }) => severity === 'error')
    .map(({ fingerprint, rule, method, path, message }): BaselineEntry => {
      const known = before.get(fingerprint)
      const isValid = known !== undefined && dateOf(now) <= known.expires
      return {
        ...{ fingerprint, rule, operation: `${method} ${path}` },
        // Values differ from run to run, and a file that is kept should not.
        message: known?.message ?? message,
        reason: known?.reason || noReason,
        expires: isValid ? known.expires : renewed,
      }
    })
  const names = new Set(found.map(({ fingerprint }) => fingerprint))
  const kept = baseline.filter((entry) => !names.has(entry.fingerprint) && !isSeen(entry))
  return [...kept, ...found].sort(
    (a, b) => compare(a.operation, b.operation) || compare(a.fingerprint, b.fingerprint),
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
