import type { Contract, Operation } from '../contract/contract.js'
import { beforeBody } from '../contract/lazy-xml.js'
import type { RequestValues } from '../contract/read-request.js'
import { violation } from '../contract/violation.js'
import { Problem } from '../errors.js'
import type { Reply } from '../exchange.js'
import { andThen, type Awaitable } from '../lib/and-then.js'
import { withKnownExample } from '../mock/known-example.js'
import { createMock, type Mock } from '../mock/mock.js'
import { noPreference } from '../mock/preference.js'
import { requirePresence } from '../mock/presence.js'
import { sampleOf } from '../mock/sample-of.js'
import { admit, isPathPlaceholder, modeOf, pass } from './admit.js'
import type { FaultLog } from './fault-log.js'
import { createOwnCookies } from './own-cookies.js'
import type { ServerSettings } from './server-options.js'
import type { Surface } from './surface.js'
import { readVisitBody } from './read-visit-body.js'
import type { Visit } from './visit.js'

/** A placeholder of the documentation, left in the path, stands for the parameter's example. */
const withExamples = async (visit: Visit, operation: Operation): Promise<Visit['path']> => {
  const path: Record<string, string> = { ...visit.path }
  for (const parameter of operation.parameters) {
    if (parameter.in !== 'path' || !isPathPlaceholder(parameter.name, path[parameter.name] ?? ''))
      continue
    const example =
      parameter.example ?? (await sampleOf(parameter.schema, noPreference, parameter.name))
    path[parameter.name] = typeof example === 'string' ? example : JSON.stringify(example)
  }
  return path
}

const hasPlaceholder = (path: Visit['path']): boolean => {
  for (const name in path) if (isPathPlaceholder(name, path[name] as string)) return true
  return false
}

/** What has to be there before a request can be judged: what reads XML, examples of placeholders. */
const beforeJudging = (visit: Visit, operation: Operation): Promise<void> | undefined => {
  const loading = beforeBody(operation.body, visit.exchange.headers['content-type'])
  if (!hasPlaceholder(visit.path)) return loading
  return (async () => {
    await loading
    visit.path = await withExamples(visit, operation)
  })()
}

/**
 * Reads the request, where anybody looks at it, and judges it. Where violations only warn, a body that
 * cannot be read is one violation more.
 */
const check = (
  visit: Visit,
  operation: Operation,
  bytes: Uint8Array,
  settings: ServerSettings,
): RequestValues | undefined => {
  const mode = modeOf(visit, settings.validate)
  if (mode === 'off' && settings.strictExamples && operation.callbacks.length === 0)
    return undefined
  try {
    return admit(visit, operation, bytes, mode)
  } catch (error) {
    if (mode === 'error' || !(error instanceof Problem)) throw error
    if (mode === 'warn') pass(visit, [violation('body', '', error.code, error.message)])
    return undefined
  }
}

/** The mock of a contract, which tells the log where the contract is at fault. */
export const createLoggedMock = (
  contract: Contract,
  settings: ServerSettings,
  faults: FaultLog,
): Mock => createMock(contract, settings, (fault) => faults.tell(fault, contract.slug))

/** The mock of a contract below a base path: answers as documented, remembers nothing. */
export const createMockSurface = (
  contract: Contract,
  base: string,
  settings: ServerSettings,
  mock: Mock,
): Surface => {
  const withOwnCookies = createOwnCookies()
  const judged = (visit: Visit, operation: Operation, bytes: Uint8Array): Awaitable<Reply> => {
    const accept = visit.exchange.headers['accept']
    const values = check(visit, operation, bytes, settings)
    visit.body = values?.body
    if (!settings.errorIfForcedExampleNotFound)
      visit.preference = withKnownExample(contract, operation, visit.preference, accept)
    const reply = mock.respond(operation, visit.preference, accept, visit.path, values)
    return andThen(reply, (one) =>
      withOwnCookies(one, `${visit.selection.cookiePath.slice(0, -1)}${base}/`),
    )
  }
  const respond = (visit: Visit, operation: Operation): Awaitable<Reply> => {
    visit.answeredBy = 'mock'
    if (settings.mockCredentials === 'presence')
      requirePresence(contract, operation, visit.exchange)
    return andThen(readVisitBody(visit), (bytes) =>
      andThen(beforeJudging(visit, operation), () => judged(visit, operation, bytes)),
    )
  }
  return { title: 'Mock server', kind: 'mock', base, contract, respond }
}
