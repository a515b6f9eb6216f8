import { ruleOf, type RuleId } from '../verify/rules.js'

const severities = {
  error: 'fails a run (exit code 1)',
  warning: 'is reported, and fails no run',
  note: 'is told beside, and fails no run',
} as const

/** What there is to be said about a rule; the names stay as they are. */
export const ruleExplanation = (id: RuleId) => ({ rule: id, ...ruleOf(id) })

/** The same for people. */
export const ruleLines = (id: RuleId): readonly string[] => {
  const { title, severity, meaning, fix } = ruleOf(id)
  return [
    `${id}: ${title} (${severity})`,
    '',
    meaning,
    '',
    `A finding of it ${severities[severity]}.`,
    '',
    `What to do: ${fix}`,
    '',
  ]
}
