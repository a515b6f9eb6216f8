import type { Context, OpenAPIBackend } from 'openapi-backend'
import type { Principal } from '../auth/principal.js'
import type { Credentials } from '../auth/security.js'
import type { Contract, Operation } from '../contract/contract.js'
import type { RequestValues } from '../contract/read-request.js'
import { andThen, type Awaitable } from '../lib/and-then.js'
import type { Sandbox } from '../sandbox/sandbox.js'
import { invalidRequest, modeOf, pass, type ValidateMode } from './admit.js'
import type { AnyReply } from './any-handler.js'
import { createBackend } from './backend.js'
import type { BackendRequest } from './backend-request.js'
import { backendId } from './contract-router.js'
import type { Visit } from './visit.js'

/** One run of a handler: made anew for each try of its transaction. */
export interface Call {
  readonly visit: Visit
  readonly operation: Operation
  readonly sandbox: Sandbox
  readonly credentials: Credentials
  /** True when credentials were judged before. */
  readonly isJudged: boolean
  /** Who sent the request, as far as that is known already. */
  readonly principal: Principal | undefined
  /** Verifies the credentials; asked once, whatever number of schemes the operation names. */
  readonly identify: () => Awaitable<Principal | undefined>
  /** Refuses the credentials. Always throws. */
  readonly unauthorized: () => never
  /** Answers, once the request has been let in. */
  readonly answer: (values: RequestValues, principal: Principal | undefined) => Awaitable<AnyReply>
}

/** Runs calls through openapi-backend: security handlers, validation, operation handler. */
export type Dispatch = (call: Call, bytes: Uint8Array) => Awaitable<AnyReply>

/** Which credential a scheme looks at: a bearer decides alone when one is presented. */
const securityHandler =
  (place: 'bearer' | 'cookie') =>
  (_context: Context, call: Call): Awaitable<Principal | boolean | undefined> => {
    if (call.isJudged) return true
    const { bearer, cookie } = call.credentials
    const presented = place === 'bearer' ? bearer : bearer === undefined ? cookie : undefined
    return presented === undefined ? undefined : call.identify()
  }

const registerSecurity = (backend: OpenAPIBackend, contract: Contract): void => {
  for (const [name, scheme] of contract.securitySchemes) {
    const inCookie = scheme.type === 'apiKey' && scheme.in === 'cookie'
    backend.registerSecurityHandler(name, securityHandler(inCookie ? 'cookie' : 'bearer'))
  }
}

const runOperation = (_context: Context, call: Call, request: BackendRequest) => {
  const values = request.values as RequestValues
  call.visit.deprecated = values.deprecated
  const isGuarded = call.operation.security.length > 0 && !call.isJudged
  if (!isGuarded) return call.answer(values, call.principal)
  return andThen(call.identify(), (principal) => call.answer(values, principal))
}

/** Makes the dispatcher of a contract; openapi-backend is imported here, on the first call. */
export const createDispatch = async (contract: Contract, mode: ValidateMode): Promise<Dispatch> => {
  const backend = await createBackend(contract)
  for (const operation of contract.operations)
    backend.register(backendId(operation.id), runOperation)
  registerSecurity(backend, contract)
  backend.register('unauthorizedHandler', (_context: Context, call: Call) => call.unauthorized())
  backend.register(
    'validationFail',
    (context: Context, { visit, operation, ...call }: Call, request: BackendRequest) => {
      const violations = request.values?.violations ?? []
      const effective = modeOf(visit, mode)
      if (effective === 'error') throw invalidRequest(visit, violations)
      if (effective === 'warn') pass(visit, violations)
      else visit.ignored = violations
      return runOperation(context, { visit, operation, ...call }, request)
    },
  )
  return (call, bytes) => {
    const { exchange, path, rawPath } = call.visit
    const request: BackendRequest = {
      method: exchange.method,
      path: exchange.path,
      headers: exchange.headers as Record<string, string>,
      query: exchange.query,
      body: bytes,
      matched: { operation: call.operation, path, rawPath },
    }
    return backend.handleRequest(request, call, request) as Awaitable<AnyReply>
  }
}
