import type { Contract, Operation } from '../contract/contract.js'
import type { Problem, Violation } from '../errors.js'
import type { Exchange } from '../exchange.js'
import { noPreference, type Preference } from '../mock/preference.js'
import type { Refusal } from '../sandbox/journal-record.js'
import type { AnsweredBy } from './log-entry.js'
import type { OriginTrust } from './origin.js'
import type { Selection } from './select-sandbox.js'

/** Which contract an operation is of, and on which kind of surface it was found. */
export interface VisitTarget {
  readonly contract: Contract
  readonly kind: 'mock' | 'sandbox' | 'control'
  /** The base path of that part, without final slash. */
  readonly base: string
}

/** An exchange on its way through the server; what is found out is added step by step. */
export interface Visit {
  readonly exchange: Exchange
  readonly trust: OriginTrust
  /** The origin under which clients reach the server, where it was said. */
  readonly publicUrl: string | undefined
  selection: Selection
  operation: Operation | undefined
  /** Whose operation it is, and which part of the server answers it. */
  target: VisitTarget | undefined
  /** Values of the path template, decoded. */
  path: Readonly<Record<string, string>>
  /** The same as they were written, where separators are percent-encoded. */
  rawPath: Readonly<Record<string, string>> | undefined
  /** Set while and after its body is read. */
  reading: Promise<Uint8Array> | undefined
  /** The whole body, once it was read. */
  bytes: Uint8Array | undefined
  /** Why a browser that asks before it sends will not send. */
  preflightRefusal: Refusal | undefined
  /** When it came, by the clock of its sandbox; undefined: the journal does not want it. */
  keptAt: number | undefined
  /** The body as it was read, for operations with callbacks. */
  body: unknown
  preference: Preference
  answeredBy: AnsweredBy | undefined
  /** The fault that was applied: the id of its rule, or what `Prefer` asked for. */
  fault: string | undefined
  /** The problem that the exchange was refused with. */
  refusal: Problem | undefined
  /** Violations that were let pass. */
  passed: readonly Violation[]
  /** Violations that nobody asked about (`validate: off`): told only when a handler trips over them. */
  ignored: readonly Violation[]
  /** Deprecated parameters that were sent. */
  deprecated: readonly string[] | undefined
  /** Further headers of the reply. */
  readonly headers: string[]
}

const nowhere: Readonly<Record<string, string>> = {}

/** The beginning of a visit. */
export const enter = (
  exchange: Exchange,
  trust: OriginTrust,
  publicUrl: string | undefined,
): Visit => ({
  exchange,
  trust,
  publicUrl,
  selection: { sandbox: 'default', named: false, path: exchange.path, cookiePath: '/' },
  operation: undefined,
  target: undefined,
  refusal: undefined,
  path: nowhere,
  rawPath: undefined,
  deprecated: undefined,
  reading: undefined,
  bytes: undefined,
  keptAt: undefined,
  preflightRefusal: undefined,
  body: undefined,
  preference: noPreference,
  answeredBy: undefined,
  fault: undefined,
  passed: [],
  ignored: [],
  headers: [],
})

/** True for an answer that was set, by a fault rule, a script or `Prefer`: the operation has not made it. */
export const isSet = ({ answeredBy }: Visit): boolean =>
  answeredBy === 'fault' || answeredBy === 'script'
