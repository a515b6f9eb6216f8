import type { Contract, Operation } from '../contract/contract.js'
import type { ResourceModel } from '../resources/resource-model.js'
import type { CredentialsFor } from './call/credentials.js'
import { writeRequest } from './call/write-request.js'
import type { Case } from './case.js'
import type { Fault, Finding } from './finding.js'
import { findingOf } from './finding-of.js'
import { judgeExpectation, type Verdict } from './judge/judge-expectation.js'
import { judgeReply } from './judge/judge-reply.js'
import { readReplyBody } from './judge/read-reply-body.js'
import { Subjects } from './lifecycle/subjects.js'
import type { Outcome, RecordedExchange, VerifyResult } from './outcome.js'
import type { Plan } from './plan/create-plan.js'
import type { RequestDraft } from './request-draft.js'
import type { Actor, RunSettings, Sent, Stage } from './stage.js'
import { isReply, type Send } from './wire.js'

/** What a run needs beyond its plan. */
export interface RunParts {
  readonly contract: Contract
  readonly model: ResourceModel
  readonly settings: RunSettings
  readonly credentials: CredentialsFor
  readonly send: Send
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Milliseconds that only grow. */
  readonly monotonic: () => number
  /** Told after each scenario how many are done. */
  readonly progress?: ((done: number, findings: number) => void) | undefined
}

const noCredentials = { headers: [], query: [], cookies: [] } as const

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
    if (!this.#parts.credentials(one.operation, as)) {
      this.unverified(one, 'No credentials are known for it.')
      return this.#exchange(draft, as, one, false)
    }
    const sent = await this.#exchange(draft, as, one)
    this.#settle(one, judgeExpectation(one, sent, own), sent)
    return sent
  }
  readonly prepare = (draft: RequestDraft, as: Actor = 'user'): Promise<Sent> =>
    this.#exchange(draft, as, undefined)
  readonly unjudged = (draft: RequestDraft, as: Actor = 'user'): Promise<Sent> =>
    this.#exchange(draft, as, undefined, false)
  readonly find = (one: Case, fault: Fault, sent: Sent): void => {
    this.#note(one, one.operation, fault, sent)
    this.#set({ case: one, result: 'failed', status: sent.status })
  }
  readonly unverified = (one: Case, why: string): void =>
    this.#set({ case: one, result: 'unverified', why })
  readonly subject: Stage['subject'] = (operation, wish) => this.#subjects.subject(operation, wish)
  /** Takes away what was made; how many things are left. */
  readonly cleanUp = (): Promise<number> => this.#subjects.cleanUp()

  /** Sends and judges by the rules of messages; `judged` is false for what is sent without credentials. */
  async #exchange(
    draft: RequestDraft,
    as: Actor,
    one: Case | undefined,
    judged = true,
  ): Promise<Sent> {
    const { credentials, send, now } = this.#parts
    const { operation } = draft
    const request = await writeRequest(draft, credentials(operation, as) ?? noCredentials)
    const at = now()
    const answer = await send(request)
    this.exchanges.push({ operation: operation.id, case: one?.id, as, at, request, answer })
    const faults = draft.instead?.method === undefined ? judgeReply(operation, answer) : []
    const status = isReply(answer) ? answer.status : 0
    const sent: Sent = {
      ...{ operation, request, answer, status, faults },
      isSuccess: status >= 200 && status < 300,
      body: isReply(answer) ? readReplyBody(answer).value : undefined,
    }
    this.#subjects.notice(draft, sent, one)
    if (judged) for (const fault of faults) this.#note(one, operation, fault, sent)
    return sent
  }

  #note(
    one: Case | undefined,
    operation: Operation,
    fault: Fault,
    { request, answer }: Sent,
  ): void {
    this.findings.push(findingOf(this.contract, operation, fault, { one, request, answer }))
  }

  #settle(one: Case, verdict: Verdict, sent: Sent): void {
    if (verdict.result === 'failed') this.#note(one, one.operation, verdict.fault, sent)
    const why = verdict.result === 'unverified' ? verdict.why : undefined
    const result = sent.faults.length > 0 ? 'failed' : verdict.result
    this.#set({ case: one, result, why, status: sent.status })
  }

  /** What failed once stays failed. */
  #set(outcome: Outcome): void {
    if (this.outcomes.get(outcome.case.id)?.result === 'failed') return
    this.outcomes.set(outcome.case.id, outcome)
  }
}

/** Sends everything that is planned, in order. */
export const runPlan = async (plan: Plan, parts: RunParts): Promise<VerifyResult> => {
  const run = new Run(parts)
  const start = parts.monotonic()
  let done = 0
  for (const scenario of plan.scenarios) {
    await scenario.run(run)
    parts.progress?.(++done, run.findings.length)
  }
  const left = await run.cleanUp()
  return {
    findings: [...plan.findings, ...run.findings],
    outcomes: [...run.outcomes.values()],
    exchanges: run.exchanges,
    left,
    requests: run.exchanges.length,
    milliseconds: parts.monotonic() - start,
  }
}
