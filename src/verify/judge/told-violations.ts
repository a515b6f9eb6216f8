import { maxErrors } from '../../contract/create-judge.js'
import type { Violation } from '../../errors.js'

/** A pointer in which the indices of lists are not told apart. */
export const withoutIndices = (pointer: string): string => pointer.replace(/\/\d+(?=\/|$)/g, '/*')

const isLimit = ({ rule }: Violation): boolean => rule === 'limit'

/**
 * Judging ended before its end: a text was too long for a pattern, or the value too large. What was
 * found until then may be of a branch that need not hold.
 */
const isOpen = (found: readonly Violation[]): boolean =>
  found.some(({ rule, got }) => rule === 'pattern' && got === undefined) ||
  (found.some(isLimit) && found.length <= maxErrors)

const isBelow = (pointer: string, parent: string): boolean =>
  pointer === parent || pointer.startsWith(`${parent}/`)

const depth = ({ pointer }: Violation): number => pointer.split('/').length

const alternatives: ReadonlySet<string> = new Set(['anyOf', 'oneOf'])

/** A choice of schemas with that of the branches which came furthest. */
const withReason = (choice: Violation, inside: readonly Violation[]): Violation => {
  const [reason] = inside
    .filter(({ rule }) => !alternatives.has(rule))
    .sort((a, b) => depth(b) - depth(a))
  return reason
    ? { ...choice, message: `${choice.message}; in one of them: ${reason.message}` }
    : choice
}

/** Of a choice of schemas, the choice and why: what each branch has against the value is no fault. */
const withoutBranches = (found: readonly Violation[]): readonly Violation[] => {
  const choices = found.filter(
    ({ rule, pointer }) =>
      alternatives.has(rule) &&
      !found.some(
        (other) =>
          alternatives.has(other.rule) &&
          other.pointer !== pointer &&
          isBelow(pointer, other.pointer),
      ),
  )
  const ownChoice = (one: Violation): Violation | undefined =>
    choices.find(({ pointer }) => isBelow(one.pointer, pointer))
  return found.flatMap((one) => {
    const choice = ownChoice(one)
    if (!choice) return [one]
    const inside = found.filter((other) => other !== one && isBelow(other.pointer, one.pointer))
    return choice === one ? [withReason(one, inside)] : []
  })
}

/** A value of another type breaks other keywords as well: the type is told. */
const withoutFollowing = (found: readonly Violation[]): readonly Violation[] => {
  const mistyped = new Set(found.flatMap(({ rule, pointer }) => (rule === 'type' ? [pointer] : [])))
  return found.filter(({ rule, pointer }) => rule === 'type' || !mistyped.has(pointer))
}

/** The violations that are worth telling: those that are sure, each once whatever the index. */
export const toldViolations = (violations: readonly Violation[]): readonly Violation[] => {
  if (isOpen(violations)) return []
  const told = new Map<string, Violation>()
  const sure = withoutBranches(violations.filter((one) => !isLimit(one)))
  for (const one of withoutFollowing(sure)) {
    const key = `${one.location} ${withoutIndices(one.pointer)} ${one.rule}`
    if (!told.has(key)) told.set(key, one)
  }
  return [...told.values()]
}
