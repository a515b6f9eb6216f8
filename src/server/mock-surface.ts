import type { Contract, Operation } from '../contract/contract.js'
import { beforeBody } from '../contract/lazy-xml.js'
import type { RequestValues } from '../contract/read-request.js'
import { violation } from '../contract/violation.js'
import { Problem } from '../errors.js'
import type { Reply } from '../exchange.js'
import { withKnownExample } from '../mock/known-example.js'
import { createMock, type Mock } from '../mock/mock.js'
import { noPreference } from '../mock/preference.js'
import { requirePresence } from '../mock/presence.js'
import { sampleOf } from '../mock/sample-of.js'
import { admit, isPathPlaceholder, modeOf, pass } from './admit.js'
import type { FaultLog } from './fault-log.js'
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

const hasPlaceholder = (path: Visit['path']): boolean =>
  Object.entries(path).some(([name, value]) => isPathPlaceholder(name, value))

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

const pathAttribute = /(;\s*path=)\/(?=;|$)/i

/**
 * A documented cookie for the whole host is set for the mock alone: it must not replace the one that
 * the sandbox on the same host has given.
 */
export const withOwnCookies = (reply: Reply, path: string): Reply => {
  const at = reply.headers.findIndex((text, index) => index % 2 === 0 && /^set-cookie$/i.test(text))
  if (at < 0) return reply
  const headers = reply.headers.map((text, index) =>
    index % 2 === 1 && /^set-cookie$/i.test(reply.headers[index - 1] as string)
      ? text.replace(pathAttribute, `$1${path}`)
      : text,
  )
  return { ...reply, headers }
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
  const respond = async (visit: Visit, operation: Operation): Promise<Reply> => {
    const { exchange } = visit
    visit.answeredBy = 'mock'
    if (settings.mockCredentials === 'presence') requirePresence(contract, operation, exchange)
    const bytes = await readVisitBody(visit)
    const loading = beforeBody(operation.body, exchange.headers['content-type'])
    if (loading) await loading
    if (hasPlaceholder(visit.path)) visit.path = await withExamples(visit, operation)
    const values = check(visit, operation, bytes, settings)
    visit.body = values?.body
    const accept = exchange.headers['accept']
    if (!settings.errorIfForcedExampleNotFound)
      visit.preference = withKnownExample(contract, operation, visit.preference, accept)
    const reply = await mock.respond(operation, visit.preference, accept, visit.path, values)
    return withOwnCookies(reply, `${visit.selection.cookiePath.slice(0, -1)}${base}/`)
  }
  return { title: 'Mock server', kind: 'mock', base, contract, respond }
}
