import type { ErrorObject } from 'ajv'
import type { Operation as BackendOperation } from 'openapi-backend'
import { checkReply } from '../contract/check-reply.js'
import type { Contract, Operation } from '../contract/contract.js'
import { readRequest } from '../contract/read-request.js'
import type { Violation } from '../errors.js'
import type { RequestHeaders } from '../exchange.js'
import { type BackendRequest, bytesOfBody, headersOf, queryOf } from './backend-request.js'
import type { ContractRouter } from './contract-router.js'

/** A violation in the form of the validator that openapi-backend's users know. */
const errorObject = (violation: Violation): ErrorObject => ({
  keyword: violation.rule,
  instancePath: `/${violation.location}${violation.pointer}`,
  schemaPath: '',
  params: { expected: violation.expected },
  message: violation.message,
})

/** Validates with the compiled contract: mock and sandbox use the same validators. */
export class ContractValidator {
  readonly coerceTypes = false

  constructor(
    private readonly contract: Contract,
    private readonly router: ContractRouter,
  ) {}

  /** @throws Problem when the body cannot be read at all. */
  validateRequest(request: BackendRequest): { valid: boolean; errors?: ErrorObject[] | null } {
    const operation =
      request.matched?.operation ?? this.compiled(this.router.matchOperation(request, true))
    request.values ??= readRequest({
      operation,
      path:
        request.matched?.path ?? this.router.parseRequest(request, {} as BackendOperation).params,
      rawPath: request.matched?.rawPath,
      query: queryOf(request),
      headers: request.matched ? (request.headers as RequestHeaders) : headersOf(request),
      bytes: bytesOfBody(request.body),
    })
    const errors = request.values.violations.map(errorObject)
    return { valid: errors.length === 0, errors: errors.length === 0 ? null : errors }
  }

  /** Checks a JSON body against the response documented for a status, 200 when none is given. */
  validateResponse(
    body: unknown,
    operation: BackendOperation | string,
    status = 200,
  ): { valid: boolean; errors?: ErrorObject[] | null } {
    const written = typeof operation === 'string' ? this.router.getOperation(operation) : operation
    const errors = checkReply(this.compiled(written), status, [], 'application/json', body).map(
      errorObject,
    )
    return { valid: errors.length === 0, errors: errors.length === 0 ? null : errors }
  }

  private compiled(operation: BackendOperation | undefined): Operation {
    const method = operation?.method.toUpperCase()
    const found = this.contract.operations.find(
      (candidate) => candidate.path === operation?.path && candidate.method === method,
    )
    if (found) return found
    throw Error(`Unknown operation ${operation?.operationId}`)
  }
}
