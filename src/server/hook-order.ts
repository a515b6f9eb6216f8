import type { Context, Handler, OpenAPIBackend, Operation, Request } from 'openapi-backend'
import { andThen, type Awaitable, isPending } from '../lib/and-then.js'

type Hooks = Readonly<Record<string, Handler | undefined>>

/** The security requirements of an operation as lists of names. */
interface Guards {
  readonly names: readonly string[]
  readonly alternatives: readonly (readonly string[])[]
}

/** What one request has come to. */
interface Run {
  readonly backend: OpenAPIBackend
  readonly guardsOf: (operation: Operation) => Guards
  readonly context: Context
  readonly request: Request
  readonly args: readonly unknown[]
}

/** The first hook of these names that is registered. */
const hook = ({ backend }: Run, ...names: readonly string[]): Handler | undefined => {
  const hooks = backend.handlers as Hooks
  for (const name of names) if (hooks[name]) return hooks[name]
  return undefined
}

const call = (run: Run, handler: Handler): unknown => handler(run.context, ...run.args)

/** Runs a hook if there is one; a promise is given back only where something has to be waited for. */
const runHook = (run: Run, name: string): unknown => {
  const handler = hook(run, name)
  return handler && call(run, handler)
}

const failedRoute = async (run: Run, error: unknown): Promise<unknown> => {
  await runHook(run, 'postRoutingHandler')
  const isMethod = error instanceof Error && error.message.startsWith('405')
  const handler =
    (isMethod ? hook(run, '405', 'methodNotAllowed') : undefined) ?? hook(run, '404', 'notFound')
  if (!handler) throw error
  return call(run, handler)
}

/** A rejection is a failed credential, whatever it is rejected with. */
const failedScheme = (error: unknown) => ({ error: error || new Error('rejected') })

const resultOf = (run: Run, name: string): unknown => {
  const handler = (run.backend.securityHandlers as Hooks)[name]
  if (!handler) return undefined
  try {
    const result = call(run, handler)
    return isPending(result) ? result.then(undefined, failedScheme) : result
  } catch (error) {
    return failedScheme(error)
  }
}

const isSatisfied = (result: unknown): boolean =>
  Boolean(result) && !(typeof result === 'object' && (result as { error?: unknown }).error)

type Results = Record<string, unknown>

const allSettled = async (results: Results, names: readonly string[]): Promise<void> => {
  for (const name of names) results[name] = await results[name]
}

/** Runs the security handlers of an operation, all at once; notes whether one alternative is satisfied. */
const authorize = (run: Run, operation: Operation): Awaitable<boolean> => {
  const guards = run.guardsOf(operation)
  const { names } = guards
  // A document chose the names: none may be found in a prototype.
  const results = Object.create(null) as Results
  let isWaiting = false
  for (const name of names) {
    const result = (results[name] = resultOf(run, name))
    isWaiting ||= isPending(result)
  }
  return isWaiting
    ? allSettled(results, names).then(() => judge(run, guards, results))
    : judge(run, guards, results)
}

const judge = (run: Run, { alternatives }: Guards, results: Results): boolean => {
  const isAuthorized = alternatives.some((alternative) =>
    alternative.every((name) => isSatisfied(results[name])),
  )
  results['authorized'] = isAuthorized
  run.context.security = results as typeof run.context.security
  return isAuthorized || alternatives.length === 0
}

const isValid = (run: Run, operation: Operation): boolean => {
  const { backend, context, request, args } = run
  const asked = backend.validate
  if (!(typeof asked === 'function' ? asked(context, ...args) : asked)) return true
  context.validation = backend.validator.validateRequest(request, operation)
  return !context.validation.errors
}

const required = (run: Run, why: string, ...names: readonly string[]): Handler => {
  const handler = hook(run, ...names)
  if (handler) return handler
  throw Error(`${why}: ${run.context.operation.operationId} has no ${names.at(-1)}`)
}

const operated = (run: Run, operation: Operation): unknown => {
  if (!isValid(run, operation))
    return call(run, required(run, '400-validationFail', '400', 'validationFail'))
  return andThen(runHook(run, 'preOperationHandler'), () => {
    const handler = hook(run, operation.operationId as string)
    return call(run, handler ?? required(run, '501-notImplemented', '501', 'notImplemented'))
  })
}

const secured = (run: Run, operation: Operation): unknown =>
  andThen(authorize(run, operation), (authorized) =>
    andThen(runHook(run, 'postSecurityHandler'), () =>
      authorized
        ? operated(run, operation)
        : call(run, required(run, '401-unauthorized', 'unauthorizedHandler')),
    ),
  )

const routed = (run: Run): unknown => {
  const { backend, context, request } = run
  try {
    context.operation = backend.router.matchOperation(request, true) as typeof context.operation
  } catch (error) {
    return failedRoute(run, error)
  }
  const { operation } = context
  context.request = backend.router.parseRequest(request, operation)
  return andThen(runHook(run, 'postRoutingHandler'), () => secured(run, operation))
}

const createGuards = () => {
  const known = new WeakMap<Operation, Guards>()
  return (operation: Operation): Guards => {
    let guards = known.get(operation)
    if (!guards) {
      const alternatives = (operation.security ?? []).map((alternative) => Object.keys(alternative))
      guards = { alternatives, names: [...new Set(alternatives.flat())] }
      known.set(operation, guards)
    }
    return guards
  }
}

/**
 * Makes what runs a request through the hooks registered with an openapi-backend, in the order of its
 * manual, as its own `handleRequest` does in strict mode; but it waits only for what is asynchronous
 * (docs/decisions/013).
 */
export const createHookOrder = () => {
  const guardsOf = createGuards()
  return (backend: OpenAPIBackend, request: Request, args: readonly unknown[]): unknown => {
    const context = { api: backend, request: backend.router.parseRequest(request) } as Context
    const run: Run = { backend, guardsOf, context, request, args }
    const response = andThen(runHook(run, 'preRoutingHandler'), () => routed(run))
    const handler = hook(run, 'postResponseHandler')
    if (!handler) return response
    return andThen(response, (answer) => {
      context.response = answer
      return call(run, handler)
    })
  }
}
