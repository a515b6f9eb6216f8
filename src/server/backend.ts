import type { OpenAPIBackend, Request } from 'openapi-backend'
import type { Contract } from '../contract/contract.js'
import { ContractRouter } from './contract-router.js'
import { ContractValidator } from './contract-validator.js'
import { createHookOrder } from './hook-order.js'

type Library = Pick<typeof import('openapi-backend'), 'OpenAPIBackend'>

/**
 * Jest has a loader of its own, which before Node 24.9 cannot require the ES modules that the library
 * requires. There Node's own takes over, from which Jest's is derived.
 */
const loadLibrary = async (): Promise<Library> => {
  try {
    return await import('openapi-backend')
  } catch (error) {
    const { Module } = process.getBuiltinModule('node:module')
    const { createRequire } = Object.getPrototypeOf(Module) as Partial<typeof Module>
    if (!createRequire) throw error
    return createRequire(import.meta.url)('openapi-backend') as Library
  }
}

/**
 * openapi-backend for a compiled contract: its registration, security handlers and hook order, with
 * our router and validator (docs/decisions/013). Imported on first use.
 */
export const createBackend = async (contract: Contract): Promise<OpenAPIBackend> => {
  const { OpenAPIBackend: Library } = await loadLibrary()
  const handleInOrder = createHookOrder()
  class Backend extends Library {
    /** At once where nothing has to be waited for. */
    override handleRequest(request: Request, ...args: unknown[]) {
      return handleInOrder(this as OpenAPIBackend, request, args) as Promise<unknown>
    }
  }
  const backend = new Backend({ definition: contract.document as never, strict: true })
  const router = new ContractRouter(contract)
  // Handlers are looked up by ids that a document chose: none may be found in a prototype.
  backend.handlers = Object.create(null) as typeof backend.handlers
  backend.securityHandlers = Object.create(null) as typeof backend.securityHandlers
  backend.definition = contract.document as never
  backend.router = router as unknown as typeof backend.router
  backend.validator = new ContractValidator(contract, router) as unknown as typeof backend.validator
  backend.initialized = true
  return backend as OpenAPIBackend
}
