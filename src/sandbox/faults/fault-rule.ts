import { glob } from '../../lib/glob.js'
import { deriveSeed, hashText, seededRandom } from '../../lib/seeded-random.js'
import type { Fault, Outcome } from './fault.js'
import type { FaultRecord, FaultRequest } from './fault-record.js'
import { drawLatency } from './latency.js'

/** What rules look at in a request. */
export interface FaultTarget {
  /** Undefined when it hit no operation. */
  readonly operationId: string | undefined
  readonly method: string
  /** Its path, in each of the ways in which it may be written in a rule. */
  readonly paths: readonly string[]
}

const outcomeOf = (rule: FaultRequest): Outcome | undefined => {
  const { answer, connection, truncateAfterBytes, drip } = rule
  if (answer !== undefined) return { answer }
  if (connection !== undefined) return { connection }
  if (truncateAfterBytes !== undefined) return { truncateAfterBytes }
  return drip && { drip }
}

/** One fault rule of one sandbox, with its counters and its chance. */
export class FaultRule {
  readonly record: FaultRecord
  /** How many requests it was the first to match. */
  matched = 0
  /** To how many of them it was applied. */
  applied = 0
  readonly #isPath: (path: string) => boolean
  readonly #chance
  readonly #delays
  /** When the window of its rate limit began, and how many have passed in it. */
  #windowStart = 0
  #passed = 0

  constructor(record: FaultRecord) {
    const { path = '*', seed = hashText(record.id) } = record.rule
    this.record = record
    this.#isPath = glob(path)
    this.#chance = seededRandom(deriveSeed(seed, 'chance'))
    this.#delays = seededRandom(deriveSeed(seed, 'latency'))
  }

  /** True when it has done all that it was to do. */
  get hasEnded(): boolean {
    const { times } = this.record.rule
    return times !== undefined && this.applied >= times
  }

  /** True when nothing but the status of the answer is left to be seen. */
  concerns({ operationId, method, paths }: FaultTarget): boolean {
    const { rule } = this.record
    return (
      !this.hasEnded &&
      (rule.operationId === undefined || rule.operationId === operationId) &&
      (rule.method === undefined || rule.method.toUpperCase() === method) &&
      paths.some(this.#isPath)
    )
  }

  /** Decides about a request that it matches, and counts; undefined: the request passes. `now` in ms. */
  decide(now: number): Fault | undefined {
    const { skip = 0, probability = 1, latency } = this.record.rule
    this.matched++
    if (this.matched <= skip || this.#chance.next() >= probability) return undefined
    const limited = this.#limit(now)
    if (limited === 'passes') return undefined
    this.applied++
    return {
      name: this.record.id,
      latencyMs: latency ? drawLatency(latency, this.#delays) : 0,
      outcome: limited ?? outcomeOf(this.record.rule),
    }
  }

  #limit(now: number): Outcome | 'passes' | undefined {
    const { rateLimit } = this.record.rule
    if (!rateLimit) return undefined
    const lasts = rateLimit.perSeconds * 1000
    // A clock that was set back begins a new window as well.
    const isOver = now < this.#windowStart || now >= this.#windowStart + lasts
    if (isOver) {
      this.#windowStart = now
      this.#passed = 0
    }
    if (this.#passed < rateLimit.requests) {
      this.#passed++
      return 'passes'
    }
    const seconds = Math.ceil((this.#windowStart + lasts - now) / 1000)
    return { answer: { status: 429, headers: { 'Retry-After': String(seconds) } } }
  }
}
