import type { Contract } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { nearest } from '../lib/nearest.js'
import type { Finding } from '../verify/finding.js'
import { type RuleId, ruleIds } from '../verify/rules.js'
import { isMethodAndPath, operationNamed } from './operation-named.js'

/** A violation that is meant: of a rule, everywhere or at one operation. */
interface Allowance {
  readonly rule: RuleId
  /** An id, or `METHOD /path`. */
  readonly operation?: string | undefined
}

/** Whether a finding is allowed. */
export type IsAllowed = (
  finding: Pick<Finding, 'rule' | 'operation' | 'method' | 'path'>,
) => boolean

const ruleNamed = (word: string, text: string): RuleId => {
  const known = ruleIds.find((id) => id === word.toUpperCase())
  if (known) return known
  const near = nearest(word.toUpperCase(), ruleIds)
  const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''
  throw new SetupError(
    'option-invalid',
    `--allow cannot be ${JSON.stringify(text)}: there is no rule ${word}.${hint}`,
    {},
    'Write RULE or RULE:OPERATION, such as V151 or V151:createPet.',
  )
}

const allowanceOf = (text: string): Allowance => {
  const at = text.indexOf(':')
  const rule = ruleNamed(at < 0 ? text : text.slice(0, at), text)
  return at < 0 ? { rule } : { rule, operation: text.slice(at + 1).trim() }
}

/** An operation that no contract has is a slip, but for those that are not to be there. */
const requireKnown = ({ rule, operation }: Allowance, contracts: readonly Contract[]): void => {
  if (operation === undefined || rule === 'V150') return
  const [first] = contracts
  const isKnown = contracts.some(({ operations }) =>
    operations.some(
      ({ id, method, path }) => operation === id || operation === `${method} ${path}`,
    ),
  )
  if (!isKnown && first) operationNamed(first, operation)
}

/**
 * Reads `--allow`.
 * @throws SetupError `option-invalid` for a rule or an operation that there is not, with the nearest.
 */
export const allowanceIn = (
  texts: readonly string[] = [],
  contracts: readonly Contract[],
): IsAllowed => {
  const allowances = texts.map(allowanceOf)
  for (const one of allowances) requireKnown(one, contracts)
  return ({ rule, operation, method, path }) =>
    allowances.some(
      (one) =>
        one.rule === rule &&
        (one.operation === undefined ||
          one.operation === operation ||
          (isMethodAndPath(one.operation) && one.operation === `${method} ${path}`)),
    )
}
