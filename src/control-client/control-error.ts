import type { components } from '../generated/control.js'
import type { ControlOperation } from './control-operations.js'

/** A problem document (RFC 9457), as the control API answers refusals. */
export type ControlProblem = components['schemas']['Problem']

/** A refusal of the control API: what was attempted, why it failed, and how to mend it. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  /** The status code of the answer. */
  readonly status: number
  /** The stable code of the error; undefined where the answer came from something else, a proxy say. */
  readonly code: string | undefined
  readonly detail: string | undefined
  readonly fix: string | undefined

  constructor(
    /** The operation of spec/control.yaml that was called. */
    readonly operation: ControlOperation,
    status: number,
    /** The problem with all its members. */
    readonly problem: Partial<ControlProblem> & Readonly<Record<string, unknown>>,
  ) {
    const { title = 'no problem document', detail, code, fix } = problem
    super(
      [`${operation} was refused with ${status}: ${detail ?? title}`, fix ?? ''].join(' ').trim(),
    )
    this.status = status
    this.code = code
    this.detail = detail
    this.fix = fix
  }
}
