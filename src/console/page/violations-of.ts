import { ControlError } from '../../control-client/index.js'
import { isObject } from '../../lib/json-object.js'

/** What is wrong with a member of what was sent. */
export interface MemberViolation {
  /** The first part of the pointer: the name of the member; empty for the whole. */
  readonly member: string
  readonly message: string
}

/** The name at the beginning of a pointer, or after `/records/0`. */
const memberOf = (pointer: string): string => {
  const [first = '', second = '', third] = pointer.split('/').slice(1)
  const name = first === 'records' && /^\d+$/.test(second) ? (third ?? '') : first
  return name.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** The violations that a refusal lists. */
export const violationsOf = (problem: unknown): readonly MemberViolation[] => {
  const list = problem instanceof ControlError ? problem.problem['violations'] : undefined
  if (!Array.isArray(list)) return []
  return list.filter(isObject).map(({ pointer, message }) => ({
    member: memberOf(typeof pointer === 'string' ? pointer : ''),
    message: typeof message === 'string' ? message : 'is not valid',
  }))
}
