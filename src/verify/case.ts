import type { Operation, ParameterLocation } from '../contract/contract.js'
import type { RuleId } from './rules.js'

/** Where a case comes from, in the order of the plan. */
export type CaseSource =
  'example' | 'boundary' | 'protocol' | 'lifecycle' | 'link' | 'workflow' | 'fuzz'

/** What the answer to a case is to be. */
export interface Expectation {
  /**
   * `accepted`: a documented success, or a documented 401, 403, 404, 409 or 422, which leaves the case
   * unverified. `refused`: a 4xx. `unauthorized`: 401 or 403, or 404. `not-allowed`: 405 with Allow, or
   * 404 or 501. `gone`: 404 or 410. `any`: whatever is documented.
   */
  readonly kind: 'accepted' | 'refused' | 'unauthorized' | 'not-allowed' | 'gone' | 'any'
  /** The rule that is broken by any other answer. */
  readonly rule: RuleId
  /** True where the path may lead to no operation: then a 404 is the router's, and not the documented one. */
  readonly mayMiss?: true
}

/** True where the contract forbids the request: what is answered to it, once accepted, shows that alone. */
export const isInvalid = (expect: Expectation | undefined): boolean =>
  expect?.kind === 'refused' && /^V11[045]$/.test(expect.rule)

/** A keyword of a schema that a case looks at, for coverage. */
export interface CoveredKeyword {
  /** `body`, or where the parameter is. */
  readonly location: ParameterLocation | 'body'
  /** JSON pointer of the value in the body, or `/name` of the parameter. */
  readonly pointer: string
  /** `maxLength`; `type`. */
  readonly keyword: string
  /** True when the request breaks it on purpose. */
  readonly negative: boolean
}

/** One request that is planned, and what it is to prove. */
export interface Case {
  /** Stable from run to run: `listPets boundary query-limit-maximum`. */
  readonly id: string
  readonly operation: Operation
  readonly source: CaseSource
  /** In words: `query limit 101, one more than its maximum`. */
  readonly intent: string
  readonly expect: Expectation
  readonly covers?: readonly CoveredKeyword[]
  /** True where servers that most people call correct fail: it is a warning. */
  readonly isMinor?: boolean
  /** True where what is broken may be read as if it had been left out: a null, a body. */
  readonly mayBeLeftOut?: boolean
}
