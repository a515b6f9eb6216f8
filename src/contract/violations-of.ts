import type { Violation } from '../errors.js'
import { maxErrors, type Judgement } from './create-judge.js'
import { shown, violation, violationOf, type Foreign } from './violation.js'

/** The violations that a judgement found, and one for what it has left open. */
export const violationsOf = (
  { errors, isCut, undecided }: Judgement,
  at: Pick<Violation, 'location' | 'pointer'>,
  foreign: Foreign,
): Violation[] => {
  // A large object with many faults is written once.
  const texts = new Map<unknown, string>()
  const show = (value: unknown): string => {
    const text = texts.get(value) ?? shown(value)
    texts.set(value, text)
    return text
  }
  // That `if` led to `then` or `else` says nothing beside what was wrong there.
  const told = errors.filter(({ keyword }) => keyword !== 'if')
  const found = told.slice(0, maxErrors).map((error) => violationOf(error, at, foreign, show))
  const more = (rule: string, expected: string): number =>
    found.push(violation(at.location, at.pointer, rule, expected))
  if (undecided !== undefined)
    more('pattern', `text short enough to be compared with the pattern ${undecided}`)
  if (told.length > maxErrors) more('limit', `at most ${maxErrors} violations, and there are more`)
  else if (isCut) more('limit', 'a value that can be judged in bounded time')
  return found
}
