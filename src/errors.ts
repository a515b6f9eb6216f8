import type { ErrorEntry } from './errors/error-entry.js'
import { problemErrors } from './errors/problem-errors.js'
import { setupErrors } from './errors/setup-errors.js'

export type { ErrorEntry } from './errors/error-entry.js'

/** Every error of the product by its stable code. docs/errors.md is made from this table. */
export const errors = {
  ...problemErrors,
  ...setupErrors,
} satisfies Record<string, ErrorEntry>

/** A stable error code. */
export type ErrorCode = keyof typeof errors

/** Where a message breaks the contract. */
export interface Violation {
  readonly location: 'path' | 'query' | 'header' | 'cookie' | 'body' | 'response'
  /** JSON pointer into the body, or `/name` of a parameter. */
  readonly pointer: string
  /** The JSON Schema keyword or rule that is broken. */
  readonly rule: string
  readonly expected: string
  /** What was there instead, shortened; absent when nothing was. */
  readonly got?: string
  readonly message: string
}

/** What a Problem may add to its row of the table. */
export interface ProblemDetails {
  /** What was attempted and why it failed. */
  readonly detail: string
  /** How to mend it, when the table's general advice can be bettered. */
  readonly fix?: string
  readonly violations?: readonly Violation[]
  /** Further headers of the reply: name, value, name, value. */
  readonly headers?: readonly string[]
  /** Further members of the problem document (RFC 9457 §3.2). */
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** A refusal that the client can act on; becomes a reply in the documented shape, else RFC 9457. */
export class Problem extends Error {
  readonly status: number
  constructor(
    readonly code: ErrorCode,
    readonly details: ProblemDetails,
  ) {
    super(details.detail)
    this.name = 'Problem'
    this.status = errors[code].status
  }
}

/** Where in a file a setup error lies; line and column count from 1. */
export interface SourcePlace {
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly pointer?: string
}

/** The contract, an option or a file cannot be used: printed without a stack, never thrown at a client. */
export class SetupError extends Error {
  readonly fix: string
  constructor(
    readonly code: ErrorCode,
    detail: string,
    readonly place: SourcePlace = {},
    fix?: string,
    /** The single faults, when it stands for several. */
    readonly faults: readonly SetupError[] = [],
  ) {
    super(detail)
    this.name = 'SetupError'
    this.fix = fix ?? errors[code].fix
  }

  /** The exit code of a command that fails with this error. */
  get exitCode(): 2 | 3 {
    return this.code === 'store-damaged' ? 3 : 2
  }
}
