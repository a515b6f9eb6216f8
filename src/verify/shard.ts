import { hashText } from '../lib/seeded-random.js'
import type { Plan } from './plan/create-plan.js'

/** One part of a plan: the `index`th of `count`, counted from 1. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/** At most so many requests that scenarios send. */
export const requestsOf = (scenarios: Plan['scenarios']): number =>
  scenarios.reduce((sum, { requests }) => sum + requests, 0)

/**
 * One part of a plan. Every scenario is in exactly one of the parts, and stays in it when others are added
 * or go, because its id alone decides.
 */
export const shardOf = (plan: Plan, { index, count }: Shard): Plan => {
  const isMine = (id: string): boolean => hashText(id) % count === index - 1
  const scenarios = plan.scenarios.filter(({ id }) => isMine(id))
  const findings = plan.findings.filter(({ fingerprint }) => isMine(fingerprint))
  return { scenarios, findings, requests: requestsOf(scenarios) }
}
