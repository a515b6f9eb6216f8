import { authenticate, credentialsOf, credentialsProblem } from '../auth/security.js'
import type { Principal } from '../auth/principal.js'
import type { Contract, Operation } from '../contract/contract.js'
import { beforeBody } from '../contract/lazy-xml.js'
import { Problem } from '../errors.js'
import type { Reply } from '../exchange.js'
import { andThen, type Awaitable, isPending } from '../lib/and-then.js'
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
  #dispatch: Awaitable<Dispatch> | undefined

  constructor(parts: SandboxSurfaceParts) {
    this.title = parts.title
    this.base = parts.base
    this.contract = parts.contract
    this.#parts = parts
    this.#runner = new HandlerRunner(parts)
  }

  /** Answers an exchange; what it writes is durable before the reply resolves. */
  respond(visit: Visit, operation: Operation): Awaitable<Reply> {
    requireTrustedOrigin(visit, this.#parts.settings)
    this.#parts.guard?.requirePresent(visit, operation)
    return andThen(readVisitBody(visit), (bytes) => {
      const loading = beforeBody(operation.body, visit.exchange.headers['content-type'])
      return andThen(loading, () => this.#transact(visit, operation, bytes))
    })
  }

  #transact(visit: Visit, operation: Operation, bytes: Uint8Array): Awaitable<Reply> {
    const { registry, settings } = this.#parts
    const before = visit.headers.length
    const replied = registry.run(
      visit.selection.sandbox,
      cookieOf(visit, settings),
      (sandbox): Awaitable<Reply> => {
        visit.headers.length = before
        return this.#try(visit, operation, sandbox, bytes)
      },
    )
    return andThen(replied, (reply) => {
      if (visit.answeredBy) visit.headers.push('X-Answered-By', visit.answeredBy)
      return reply
    })
  }

  /** One try of the transaction. */
  #try(visit: Visit, operation: Operation, sandbox: Sandbox, bytes: Uint8Array): Awaitable<Reply> {
    const identified = this.#parts.guard?.identify(visit, operation, sandbox)
    return andThen(identified, (principal) =>
      andThen(this.#dispatcher(), (dispatch) =>
        this.#run(dispatch, this.#call(visit, operation, sandbox, principal), bytes),
      ),
    )
  }

  /** Made when it is first asked for. */
  #dispatcher(): Awaitable<Dispatch> {
    const { contract, settings } = this.#parts
    return (this.#dispatch ??= createDispatch(contract, settings.validate).then(
      (dispatch) => (this.#dispatch = dispatch),
    ))
  }

  #run(dispatch: Dispatch, call: Call, bytes: Uint8Array): Awaitable<Reply> {
    const { visit, operation } = call
    const blame = (error: unknown): never => {
      throw blameRequest(error, visit)
    }
    try {
      const given = dispatch(call, bytes)
      if (!isPending(given)) return this.#runner.check(operation, given)
      return given.then((one) => this.#runner.check(operation, one)).catch(blame)
    } catch (error) {
      return blame(error)
    }
  }

  #call(
    visit: Visit,
    operation: Operation,
    sandbox: Sandbox,
    principal: Principal | undefined,
  ): Call {
    const credentials = credentialsOf(visit.exchange.headers, sandbox.cookie)
    let identified: { readonly principal: Awaitable<Principal | undefined> } | undefined
    const call: Call = {
      visit,
      operation,
      sandbox,
      credentials,
      isJudged: this.#parts.guard !== undefined,
      principal,
      identify: () => (identified ??= { principal: authenticate(credentials, sandbox) }).principal,
      unauthorized: () => {
        throw credentialsProblem(credentials)
      },
      answer: (values, known) => this.#runner.answer(call, values, known),
    }
    return call
  }
}
