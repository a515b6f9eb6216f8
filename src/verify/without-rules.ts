import type { Finding } from './finding.js'
import type { Plan } from './plan/create-plan.js'
import type { RuleId } from './rules.js'
import type { Scenario } from './scenario.js'
import { requestsOf } from './shard.js'

/** Findings of other rules. */
export const findingsWithout = (
  findings: readonly Finding[],
  skipped: ReadonlySet<RuleId>,
): readonly Finding[] => findings.filter(({ rule }) => !skipped.has(rule))

/** True for what is sent to break one of the rules, and for nothing else. */
const isInVain = ({ cases }: Scenario, skipped: ReadonlySet<RuleId>): boolean =>
  cases.length > 0 &&
  cases.every(({ expect: { kind, rule } }) => skipped.has(rule) && kind !== 'accepted')

/** A plan without that which only rules ask for that are not looked at. */
export const withoutRules = (plan: Plan, skipped: ReadonlySet<RuleId>): Plan => {
  const scenarios = plan.scenarios.filter((scenario) => !isInVain(scenario, skipped))
  const findings = findingsWithout(plan.findings, skipped)
  return { scenarios, findings, requests: requestsOf(scenarios) }
}
