import { noCookie } from '../auth/session-cookie.js'
import { SetupError } from '../errors.js'
import { nearest } from '../lib/nearest.js'
import type { JournalReader } from '../sandbox/journal-reader.js'
import { listMails } from '../sandbox/outbox.js'
import type { SandboxRegistry } from '../sandbox/sandbox-registry.js'
import type { AnyHandler } from './any-handler.js'
import { isSandboxName } from './select-sandbox.js'
import type { SandboxHandle } from './server.js'

/** What handles are made of. */
export interface HandleParts {
  readonly registry: SandboxRegistry<AnyHandler>
  readonly journal: JournalReader
  /** The ids of all operations that are served now. */
  readonly operationIds: () => readonly string[]
  readonly fetch: (request: Request) => Promise<Response>
  /** The origin of a sandbox: with a port once the server listens. */
  readonly originOf: (sandbox: string) => string
}

/** The origin that selects a sandbox by host name. */
export const urlOf = (name: string, port: number | undefined): string => {
  const host = name === 'default' ? 'localhost' : `${name}.localhost`
  return port === undefined ? `http://${host}` : `http://${host}:${port}`
}

/**
 * The handle of a sandbox.
 * @throws SetupError `option-invalid` for a name or an operationId that there cannot be.
 */
export const createSandboxHandle = (name: string, parts: HandleParts): SandboxHandle => {
  if (!isSandboxName(name))
    throw new SetupError('option-invalid', `${JSON.stringify(name)} is not a sandbox name.`)
  const { registry } = parts
  return {
    get url() {
      return parts.originOf(name)
    },
    fetch: (input, init) => {
      const url = parts.originOf(name)
      const request = new Request(input instanceof Request ? input : new URL(input, url), init)
      request.headers.set('X-Sandbox', name)
      return parts.fetch(request)
    },
    reset: () => registry.run(name, noCookie, async (sandbox) => sandbox.reset()),
    use: (operationId: string, handler: unknown) => {
      const operationIds = parts.operationIds()
      if (!operationIds.includes(operationId)) {
        const close = nearest(operationId, operationIds).slice(0, 1).join()
        const hint = close && ` Did you mean ${close}?`
        throw new SetupError('option-invalid', `There is no operation ${operationId}.${hint}`)
      }
      registry.replace(name, operationId, handler as AnyHandler)
    },
    outbox: () => registry.run(name, noCookie, (sandbox) => listMails(sandbox)),
    journal: (filter = {}) => parts.journal.list(name, filter).entries,
  }
}
