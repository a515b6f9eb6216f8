import type { Fault, FaultRule } from '../../control-client/index.js'

/** What a rule does to requests: its members beside those that say which requests. */
export type FaultEffect = Omit<
  FaultRule,
  'operationId' | 'method' | 'path' | 'status' | 'probability' | 'seed' | 'skip' | 'times'
>

/** An effect that a switch offers. */
export interface EffectChoice {
  readonly label: string
  readonly effect: FaultEffect
}

const answering = (status: number): EffectChoice => ({
  label: `answer ${status}`,
  effect: { answer: { status } },
})

/** What may be chosen for an operation that documents these statuses. */
export const effectChoices = (statuses: readonly string[]): readonly EffectChoice[] => {
  const errors = statuses.map(Number).filter((status) => status >= 400)
  const offered = [...new Set([...errors, 500, 503])].sort((a, b) => a - b)
  return [
    { label: 'slow (2 s)', effect: { latency: { distribution: 'fixed', ms: 2000 } } },
    {
      label: 'slow (0.2 to 3 s)',
      effect: { latency: { distribution: 'uniform', minMs: 200, maxMs: 3000 } },
    },
    ...offered.map(answering),
    { label: 'connection reset', effect: { connection: 'reset' } },
    { label: 'no answer', effect: { connection: 'empty' } },
    { label: 'body cut off', effect: { truncateAfterBytes: 10 } },
    { label: 'body drips', effect: { drip: { chunkBytes: 8, everyMs: 200 } } },
    { label: '5 requests a minute', effect: { rateLimit: { requests: 5, perSeconds: 60 } } },
  ]
}

const which = ['operationId', 'method', 'path', 'status', 'probability', 'seed', 'skip', 'times']

/** The effect of a rule as a text that is the same for the same effect. */
export const effectKey = (rule: object): string => {
  const members = Object.entries(rule).filter(([name]) => !which.includes(name))
  return JSON.stringify(members.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** True for a rule that a switch has set: all requests of one operation, always. */
const isSwitch = ({ rule }: Fault, operationId: string): boolean =>
  rule.operationId === operationId &&
  Object.entries(rule).every(
    ([name, value]) =>
      !which.includes(name) || name === 'operationId' || (name === 'probability' && value === 1),
  )

/** The rule that the switch of an operation has set. */
export const switchOf = (faults: readonly Fault[], operationId: string): Fault | undefined =>
  faults.find((fault) => isSwitch(fault, operationId))

const latencyText = ({ latency }: FaultRule): string | undefined => {
  if (!latency) return undefined
  const { distribution, ms, minMs, maxMs, medianMs } = latency
  if (distribution === 'fixed') return `${ms} ms later`
  return distribution === 'uniform' ? `${minMs} to ${maxMs} ms later` : `about ${medianMs} ms later`
}

/** What a rule does, in words. */
export const effectText = (rule: FaultRule): string => {
  const { answer, connection, truncateAfterBytes, drip, rateLimit } = rule
  const parts = [
    latencyText(rule),
    answer && `answer ${answer.status}`,
    connection && (connection === 'reset' ? 'connection reset' : 'no answer'),
    truncateAfterBytes !== undefined && `body cut off after ${truncateAfterBytes} bytes`,
    drip && `${drip.chunkBytes} bytes every ${drip.everyMs} ms`,
    rateLimit && `${rateLimit.requests} requests in ${rateLimit.perSeconds} s`,
  ]
  return parts.filter((part) => part !== undefined && part !== false).join(', ') || 'nothing'
}

/** Which requests a rule is for, in words. */
export const whichText = (rule: FaultRule): string => {
  const { operationId, method, path, status, probability = 1, skip, times } = rule
  const parts = [
    operationId ?? ([method, path].filter(Boolean).join(' ') || 'every request'),
    status && `answered ${status}`,
    probability < 1 && `${Math.round(probability * 100)} %`,
    skip && `after ${skip}`,
    times && `${times} times`,
  ]
  return parts.filter((part) => part !== undefined && part !== false && part !== 0).join(', ')
}
