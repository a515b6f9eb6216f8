import type { components } from '../../generated/control.js'
import { hashText, seededRandom, type SeededRandom } from '../../lib/seeded-random.js'
import { drawLatency } from './latency.js'

/** One of the next answers of an operation. */
export type ScriptedAnswer = components['schemas']['ScriptedAnswer']

/** The answers that an operation is still to give. */
export type Script = components['schemas']['Script']

/** An answer that was taken from a script, and the delay that was drawn for it. */
export interface TakenAnswer {
  readonly answer: ScriptedAnswer
  readonly latencyMs: number
}

interface KeptScript {
  readonly answers: readonly ScriptedAnswer[]
  /** How many of them were given. */
  given: number
  readonly random: SeededRandom
}

/** The next answers of operations, for each sandbox of a server: in memory, each given exactly once. */
export class Scripts {
  /** By sandbox, then by operation; none has given all of its answers. */
  readonly #kept = new Map<string, Map<string, KeptScript>>()

  /** Replaces the script of an operation. */
  set(sandbox: string, { operationId, answers }: Script): void {
    const scripts = this.#kept.get(sandbox) ?? new Map<string, KeptScript>()
    const random = seededRandom(hashText(operationId))
    this.#kept.set(sandbox, scripts.set(operationId, { answers, given: 0, random }))
  }

  /** Takes the next answer of an operation, if it has a script. */
  take(sandbox: string, operationId: string): TakenAnswer | undefined {
    const script = this.#kept.get(sandbox)?.get(operationId)
    const answer = script?.answers[script.given]
    if (!script || !answer) return undefined
    script.given++
    if (script.given === script.answers.length) this.delete(sandbox, operationId)
    const { latency } = answer
    return { answer, latencyMs: latency ? drawLatency(latency, script.random) : 0 }
  }

  /** True when the next request of the operation gets an answer that was set; every request asks. */
  has(sandbox: string, operationId: string): boolean {
    return this.#kept.size > 0 && this.#kept.get(sandbox)?.has(operationId) === true
  }

  /** Ends the script of an operation, if it has one. */
  delete(sandbox: string, operationId: string): void {
    const scripts = this.#kept.get(sandbox)
    scripts?.delete(operationId)
    if (scripts?.size === 0) this.#kept.delete(sandbox)
  }

  /** What is left of each script. */
  list(sandbox: string): readonly Script[] {
    const scripts = this.#kept.get(sandbox) ?? new Map<string, KeptScript>()
    return [...scripts].map(([operationId, { answers, given }]) => ({
      operationId,
      answers: answers.slice(given),
    }))
  }

  /** Ends all scripts of a sandbox. */
  forget(sandbox: string): void {
    this.#kept.delete(sandbox)
  }
}
