import { authenticate, credentialsOf, credentialsProblem } from '../auth/security.js'
import type { Principal } from '../auth/principal.js'
import type { Contract, Operation } from '../contract/contract.js'
import { beforeBody } from '../contract/lazy-xml.js'
import { Problem } from '../errors.js'
import type { Reply } from '../exchange.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import { UniqueError } from '../store/store.js'
import { invalidRequest } from './admit.js'
import type { Guard } from './guard.js'
import { createDispatch, type Call, type Dispatch } from './dispatch.js'
import { HandlerRunner, type RunnerParts } from './handler-runner.js'
import type { Surface } from './surface.js'
import { cookieOf, requireTrustedOrigin } from './trusted-origin.js'
import { readVisitBody } from './read-visit-body.js'
import type { Visit } from './visit.js'

/** What a surface with handlers is made of. */
export interface SandboxSurfaceParts extends RunnerParts {
  readonly title: string
  readonly base: string
  /** Judges the credentials of other contracts than ours; absent: sessions of our users are asked for. */
  readonly guard?: Guard | undefined
}

const isRefusal = (error: unknown): boolean => error instanceof Problem && error.status < 500

/** Where violations were let pass a handler may trip over them: that is the request's fault. */
const blameRequest = (error: unknown, visit: Visit): unknown => {
  const violations = [...visit.passed, ...visit.ignored]
  return violations.length === 0 || isRefusal(error) || error instanceof UniqueError
    ? error
    : invalidRequest(visit, violations)
}

/** A surface whose operations are answered by handlers, each in one transaction on its sandbox. */
export class SandboxSurface implements Surface {
  readonly title: string
  readonly kind = 'sandbox'
  readonly base: string
  readonly contract: Contract
  readonly #parts: SandboxSurfaceParts
  readonly #runner: HandlerRunner
  #dispatch: Promise<Dispatch> | undefined

  constructor(parts: SandboxSurfaceParts) {
    this.title = parts.title
    this.base = parts.base
    this.contract = parts.contract
    this.#parts = parts
    this.#runner = new HandlerRunner(parts)
  }

  /** Answers an exchange; what it writes is durable before the reply resolves. */
  async respond(visit: Visit, operation: Operation): Promise<Reply> {
    const { registry, settings, guard } = this.#parts
    const { exchange, selection } = visit
    requireTrustedOrigin(visit, settings)
    guard?.requirePresent(visit, operation)
    const bytes = await readVisitBody(visit)
    const loading = beforeBody(operation.body, exchange.headers['content-type'])
    if (loading) await loading
    const before = visit.headers.length
    const reply = await registry.run(selection.sandbox, cookieOf(visit, settings), (sandbox) => {
      visit.headers.length = before
      return this.#try(visit, operation, sandbox, bytes)
    })
    if (visit.answeredBy) visit.headers.push('X-Answered-By', visit.answeredBy)
    return reply
  }

  /** One try of the transaction. */
  async #try(
    visit: Visit,
    operation: Operation,
    sandbox: Sandbox,
    bytes: Uint8Array,
  ): Promise<Reply> {
    const { contract, settings, guard } = this.#parts
    const principal = guard ? await guard.identify(visit, operation, sandbox) : undefined
    const dispatch = await (this.#dispatch ??= createDispatch(contract, settings.validate))
    try {
      const given = await dispatch(this.#call(visit, operation, sandbox, principal), bytes)
      return this.#runner.check(operation, given)
    } catch (error) {
      throw blameRequest(error, visit)
    }
  }

  #call(
    visit: Visit,
    operation: Operation,
    sandbox: Sandbox,
    principal: Principal | undefined,
  ): Call {
    const credentials = credentialsOf(visit.exchange.headers, sandbox.cookie)
    let identified: Promise<Principal | undefined> | undefined
    const call: Call = {
      visit,
      operation,
      sandbox,
      credentials,
      isJudged: this.#parts.guard !== undefined,
      principal,
      identify: () => (identified ??= authenticate(credentials, sandbox)),
      unauthorized: () => {
        throw credentialsProblem(credentials)
      },
      answer: (values, known) => this.#runner.answer(call, values, known),
    }
    return call
  }
}
