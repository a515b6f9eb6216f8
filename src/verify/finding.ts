import type { SourcePlace } from '../errors.js'
import type { CaseSource } from './case.js'
import type { RuleId, Severity } from './rules.js'
import type { WireAnswer, WireRequest } from './wire.js'

/** Where in contract and message a rule is broken, and how. */
export interface Fault {
  readonly rule: RuleId
  /** What is wrong, in one sentence: `body /name: must be a string, is 7`. */
  readonly message: string
  /** JSON pointer in the document of what is broken (default: the operation). */
  readonly contractPointer?: string | undefined
  /** Where it is asked for, when that is not in the contract. */
  readonly place?: SourcePlace | undefined
  /** JSON pointer into the body, or `/name` of a header. */
  readonly dataPointer?: string | undefined
  /** The keyword that is broken. */
  readonly keyword?: string | undefined
  /** True for what may follow from another fault of the same reply. */
  readonly secondary?: boolean | undefined
}

/** One thing that is wrong with the server, or with the contract. */
export interface Finding extends Fault {
  readonly severity: Severity
  /** The id of the operation, and as which it is documented. */
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly place: SourcePlace
  readonly status?: number | undefined
  /** What the case was to prove; absent for what the contract alone shows. */
  readonly intent?: string | undefined
  readonly case?: string | undefined
  readonly source?: CaseSource | undefined
  /** The exchange that shows it; secrets are masked when it is reported. */
  readonly request?: WireRequest | undefined
  readonly answer?: WireAnswer | undefined
  /** The same for the same fault whatever ids and values: of rule, operation, status, pointer, keyword. */
  readonly fingerprint: string
}
