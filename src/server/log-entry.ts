import type { ErrorCode, SourcePlace, Violation } from '../errors.js'
import { systemClock } from '../sandbox/clock.js'

/** What a log line says about one exchange; never a body, a header or a query. */
export interface RequestEntry {
  readonly id: string
  readonly sandbox: string
  readonly method: string
  readonly path: string
  /** 0 when nothing was sent. */
  readonly status: number
  readonly durationMs: number
  readonly operationId?: string
  readonly answeredBy?: AnsweredBy
  /** The id of the fault rule that was applied, or what `Prefer` asked for. */
  readonly fault?: string
  readonly violations?: readonly Violation[]
  /** Deprecated parameters that were sent, as `query limit`. */
  readonly deprecated?: readonly string[]
}

/** Which part of the server made an answer. */
export type AnsweredBy = 'mock' | 'state' | 'handler' | 'control' | 'fault' | 'script'

/** One entry of the log. */
export interface LogEntry {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  /** RFC 3339 date-time in UTC. */
  readonly time: string
  readonly message: string
  readonly request?: RequestEntry
  /** What was thrown, when the fault is ours. */
  readonly error?: unknown
  /** The code of a fault of the contract: `openapi-sandbox explain CODE` says more. */
  readonly code?: ErrorCode
  /** Where the contract is at fault. */
  readonly place?: SourcePlace
}

/** Takes log entries; must not throw. */
export type Log = (entry: LogEntry) => void

/** The log of a server that was given none. */
export const silent = (): void => undefined

/** An entry of now. */
export const entryOf = (
  level: LogEntry['level'],
  message: string,
  place?: SourcePlace,
): LogEntry => ({
  level,
  time: new Date(systemClock.now()).toISOString(),
  message,
  ...(place && { place }),
})

/** Tells a log warnings. */
export const warnWith =
  (log: Log) =>
  (message: string): void =>
    log(entryOf('warn', message))
