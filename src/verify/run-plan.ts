import type { Contract, Operation } from '../contract/contract.js'
import type { ResourceModel } from '../resources/resource-model.js'
import type { CredentialsFor, SentCredentials } from './call/credentials.js'
import { whyUnsendable } from './call/why-unsendable.js'
import { writeRequest } from './call/write-request.js'
import { type Case, type Expectation, isInvalid } from './case.js'
import type { Fault, Finding } from './finding.js'
import { findingOf, severityOf } from './finding-of.js'
import { judgeExpectation } from './judge/judge-expectation.js'
import { judgeLatency } from './judge/judge-latency.js'
import { judgeReply } from './judge/judge-reply.js'
import { readReplyBody } from './judge/read-reply-body.js'
import { Subjects } from './lifecycle/subjects.js'
import type { Outcome, RecordedExchange, VerifyResult } from './outcome.js'
import type { Plan } from './plan/create-plan.js'
import type { RequestDraft } from './request-draft.js'
import type { Actor, RunSettings, Sent, Stage } from './stage.js'
import { isReply, type Send, type WireAnswer, type WireRequest } from './wire.js'

/** What a run needs beyond its plan. */
export interface RunParts {
  readonly contract: Contract
  readonly model: ResourceModel
  readonly settings: RunSettings
  readonly credentials: CredentialsFor
  readonly send: Send
  /** Told the status of each answer (0: none), so that credentials can be renewed. */
  readonly answered?: ((operation: Operation, as: Actor, status: number) => void) | undefined
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Milliseconds that only grow. */
  readonly monotonic: () => number
  /** Told after each scenario how many are done. */
  readonly progress?: ((done: number, findings: number) => void) | undefined
  /** Asked before each scenario: when it is true no more is sent but what tidies up. */
  readonly isStopped?: (() => boolean) | undefined
}

/** One request of a run, before it is written. */
interface Call {
  readonly draft: RequestDraft
  readonly as: Actor
  readonly one?: Case | undefined
  readonly expect?: Expectation | undefined
  /** False for what tidies up, and for what is sent although its credentials are not known. */
  readonly isJudged?: boolean
  /** False when the request names what the plan has not made. */
  readonly own?: boolean
}

const noCredentials = { headers: [], query: [], cookies: [] } as const

/** What is answered when something is not there. */
const missing: ReadonlySet<number> = new Set([404, 410])

/** True where the path of a request says which thing is meant. */
const namesThings = ({ parameters }: RequestDraft): boolean =>
  [...parameters.keys()].some(({ in: place }) => place === 'path')

const pathOf = (target: string): string => target.split('?', 1)[0] ?? ''

/** One run: sends what scenarios ask for, and notes what came of it. */
class Run implements Stage {
  readonly contract: Contract
  readonly model: ResourceModel
  readonly settings: RunSettings
  readonly findings: Finding[] = []
  readonly outcomes = new Map<string, Outcome>()
  readonly exchanges: RecordedExchange[] = []
  readonly #parts: RunParts
  readonly #subjects: Subjects
  /** Paths of what the run has deleted, and not written again. */
  readonly #deleted = new Set<string>()

  constructor(parts: RunParts) {
    this.#parts = parts
    this.contract = parts.contract
    this.model = parts.model
    this.settings = parts.settings
    this.#subjects = new Subjects(this)
  }

  readonly send = async (
    one: Case,
    draft: RequestDraft,
    as: Actor = 'user',
    own = true,
  ): Promise<Sent> => {
    const credentials = await this.#parts.credentials(one.operation, as)
    const call: Call = { draft, as, one, expect: one.expect, own }
    if (!credentials) {
      this.unverified(one, 'No credentials are known for it: --credential or --login says them.')
      return this.#exchange({ ...call, isJudged: false }, noCredentials)
    }
    const sent = await this.#exchange(call, credentials)
    // What could not be sent is unverified already.
    if (isReply(sent.answer) || sent.faults.length > 0) this.#settle(one, sent, own)
    return sent
  }
  readonly prepare: Stage['prepare'] = async (draft, as = 'user', expect) =>
    this.#exchange({ draft, as, expect }, await this.#credentials(draft, as))
  readonly unjudged: Stage['unjudged'] = async (draft, as = 'user') =>
    this.#exchange({ draft, as, isJudged: false }, await this.#credentials(draft, as))
  readonly find = (one: Case, fault: Fault, sent: Sent): void => {
    this.#note(one, one.operation, fault, sent)
    this.#set({ case: one, result: 'failed', status: sent.status })
  }
  readonly passed = (one: Case, { status }: Sent): void =>
    this.#set({ case: one, result: 'passed', status })
  readonly unverified = (one: Case, why: string): void =>
    this.#set({ case: one, result: 'unverified', why })
  /** Notes what is not sent any more. */
  readonly skip = (cases: readonly Case[]): void => {
    for (const one of cases)
      if (!this.outcomes.has(one.id))
        this.#set({ case: one, result: 'skipped', why: 'The run was broken off.' })
  }
  readonly subject: Stage['subject'] = (operation, wish) => this.#subjects.subject(operation, wish)
  /** Takes away what was made; how many things are left. */
  readonly cleanUp = (): Promise<number> => this.#subjects.cleanUp()

  async #credentials({ operation }: RequestDraft, as: Actor): Promise<SentCredentials> {
    return (await this.#parts.credentials(operation, as)) ?? noCredentials
  }

  /** Sends and judges by the rules of messages. */
  async #exchange(call: Call, credentials: SentCredentials): Promise<Sent> {
    const { draft, as, one, isJudged = true } = call
    const { operation } = draft
    const request = await writeRequest(draft, credentials)
    const why = this.#isForbidden(request)
      ? 'It may write: it is sent with --allow-writes only.'
      : whyUnsendable(this.contract, operation, request)
    if (why !== undefined) return this.#unsent(call, request, why)
    const at = this.#parts.now()
    const answer = await this.#parts.send(request)
    const faults = this.#judge(call, request, answer)
    this.exchanges.push({
      ...{ operation: operation.id, case: one?.id, as, at, request, answer },
      ...(!isJudged && { isUnjudged: true }),
    })
    const status = isReply(answer) ? answer.status : 0
    this.#parts.answered?.(operation, as, status)
    const sent: Sent = {
      ...{ operation, request, answer, status, faults },
      isSuccess: status >= 200 && status < 300,
      body: isReply(answer) ? readReplyBody(answer).value : undefined,
    }
    this.#subjects.notice(draft, sent, one)
    if (isInvalid(call.expect) && sent.isSuccess) await this.#subjects.discard(draft, sent)
    if (sent.isSuccess) this.#noticeDeletion(request)
    if (isJudged) for (const fault of faults) this.#note(one, operation, fault, sent)
    return sent
  }

  #isForbidden({ method }: WireRequest): boolean {
    return this.settings.safeOnly && !['GET', 'HEAD', 'OPTIONS'].includes(method)
  }

  #noticeDeletion({ method, target }: WireRequest): void {
    if (method === 'DELETE') this.#deleted.add(pathOf(target))
    else if (method === 'PUT' || method === 'POST') this.#deleted.delete(pathOf(target))
  }

  #judge(
    { draft, one, expect, own }: Call,
    { target }: WireRequest,
    answer: WireAnswer,
  ): readonly Fault[] {
    // The first request opens the connection.
    const limit = this.exchanges.length === 0 ? undefined : this.settings.maxLatency
    const slow = judgeLatency(answer, limit)
    // No operation documents what another method is answered with.
    if (draft.instead?.method !== undefined) return slow
    const found = judgeReply(draft.operation, answer, expect)
    // Whether an example, or what only prepares, names something that is there, the contract does not say;
    // what is deleted is not.
    const isUnknown =
      (own === false || (!one && namesThings(draft)) || this.#deleted.has(pathOf(target))) &&
      isReply(answer) &&
      missing.has(answer.status)
    return isUnknown && found.some(({ rule }) => rule === 'V101') ? slow : [...found, ...slow]
  }

  /** What cannot be sent proves nothing. */
  #unsent({ draft, one }: Call, request: WireRequest, why: string): Sent {
    if (one) this.unverified(one, why)
    const answer = { failure: why, milliseconds: 0 }
    const nothing = { status: 0, isSuccess: false, body: undefined, faults: [] }
    return { operation: draft.operation, request, answer, ...nothing }
  }

  #note(
    one: Case | undefined,
    operation: Operation,
    fault: Fault,
    { request, answer }: Sent,
  ): void {
    this.findings.push(findingOf(this.contract, operation, fault, { one, request, answer }))
  }

  #settle(one: Case, sent: Sent, own: boolean): void {
    const entry = this.contract.paths.find(({ template }) => template === one.operation.path)
    const methods = [...(entry?.methods.keys() ?? [])]
    const verdict = judgeExpectation(one, sent, { own, methods })
    if (verdict.result === 'failed') this.#note(one, one.operation, verdict.fault, sent)
    const why = verdict.result === 'unverified' ? verdict.why : undefined
    const isBroken = sent.faults.some((fault) => severityOf(fault) === 'error')
    this.#set({ case: one, result: isBroken ? 'failed' : verdict.result, why, status: sent.status })
  }

  /** What failed once stays failed. */
  #set(outcome: Outcome): void {
    if (this.outcomes.get(outcome.case.id)?.result === 'failed') return
    this.outcomes.set(outcome.case.id, outcome)
  }
}

/** Sends everything that is planned, in order. What was made is taken away however it ends. */
export const runPlan = async (plan: Plan, parts: RunParts): Promise<VerifyResult> => {
  const run = new Run(parts)
  const start = parts.monotonic()
  let done = 0
  let left: number
  try {
    for (const scenario of plan.scenarios) {
      if (parts.isStopped?.()) {
        run.skip(plan.scenarios.slice(done).flatMap(({ cases }) => cases))
        break
      }
      await scenario.run(run)
      parts.progress?.(++done, run.findings.length)
    }
  } finally {
    left = await run.cleanUp()
  }
  return {
    findings: [...plan.findings, ...run.findings],
    outcomes: [...run.outcomes.values()],
    exchanges: run.exchanges,
    left,
    requests: run.exchanges.length,
    milliseconds: parts.monotonic() - start,
  }
}
