import type { Operation as BackendOperation, ParsedRequest, Request } from 'openapi-backend'
import type { Contract, Operation } from '../contract/contract.js'
import { cookiePairs } from '../lib/cookie-pairs.js'
import { valueAt } from '../lib/json-pointer.js'
import { objectOrEmpty } from '../lib/json-object.js'
import { readPairs } from '../lib/query-string.js'
import { type BackendRequest, headersOf, queryOf } from './backend-request.js'

/** Ids that openapi-backend would take for the name of a hook. */
const hooks = new Set([
  '404',
  'notFound',
  '405',
  'methodNotAllowed',
  '501',
  'notImplemented',
  '400',
  'validationFail',
  'unauthorizedHandler',
  'preRoutingHandler',
  'postRoutingHandler',
  'postSecurityHandler',
  'preOperationHandler',
  'postResponseHandler',
])

/** The id under which openapi-backend knows an operation: its own, unless that names a hook. */
export const backendId = (id: string): string => (hooks.has(id) ? `operation:${id}` : id)

/** An operation as openapi-backend wants it: the written object with its path, method and security. */
const backendOperation = (contract: Contract, operation: Operation): BackendOperation =>
  ({
    ...objectOrEmpty(valueAt(contract.document, operation.pointer)),
    operationId: backendId(operation.id),
    path: operation.path,
    method: operation.method.toLowerCase(),
    security: operation.security,
  }) as unknown as BackendOperation

/** Finds operations in the compiled contract, as openapi-backend's router does in the document. */
export class ContractRouter {
  private readonly operations = new Map<Operation, BackendOperation>()

  constructor(private readonly contract: Contract) {}

  /** The matched operation; undefined, or when strict an Error that begins with 404 or 405. */
  matchOperation(request: BackendRequest, strict?: boolean): BackendOperation | undefined {
    const { operation } = request.matched ?? this.match(request)
    if (typeof operation === 'object') return this.known(operation)
    if (!strict) return undefined
    throw Error(
      operation === 405
        ? '405-methodNotAllowed: this method is not registered for the route'
        : '404-notFound: no route matches request',
    )
  }

  /** The request with decoded parameters, cookies and body. */
  parseRequest(request: BackendRequest, operation?: BackendOperation): ParsedRequest {
    const headers = request.matched ? request.headers : headersOf(request)
    const path = operation ? (request.matched ?? this.match(request)).path : {}
    return {
      method: request.method.toLowerCase(),
      path: request.path,
      params: path,
      headers,
      query: request.matched
        ? request.query
        : Object.fromEntries(readPairs(queryOf(request), 1000) ?? []),
      cookies: request.matched ? {} : Object.fromEntries(cookiePairs(headersOf(request)['cookie'])),
      requestBody: request.values?.body ?? request.body,
      body: request.body,
    }
  }

  getOperations(): BackendOperation[] {
    return this.contract.operations.map((operation) => this.known(operation))
  }

  getOperation(id: string): BackendOperation | undefined {
    return this.getOperations().find((operation) => operation.operationId === id)
  }

  private known(operation: Operation): BackendOperation {
    const known = this.operations.get(operation) ?? backendOperation(this.contract, operation)
    this.operations.set(operation, known)
    return known
  }

  private match(request: Request): {
    readonly operation: Operation | 404 | 405
    readonly path: Readonly<Record<string, string>>
  } {
    const found = this.contract.routes.match(request.path.split('?')[0] ?? '/')
    const operation = found?.entry.methods.get(request.method.toUpperCase())
    if (!found || !operation) return { operation: found ? 405 : 404, path: {} }
    const named = found.entry.names.map((name, index) => [name, found.values[index] ?? ''])
    return { operation, path: Object.fromEntries(named) as Record<string, string> }
  }
}
