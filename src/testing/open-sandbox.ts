import { SetupError } from '../errors.js'
import type { OperationId } from '../handlers/handler-context.js'
import { fromEnvironment, variableNamed } from '../options.js'
import type { Server } from '../server/server.js'
import type { ServerOptions } from '../server/server-options.js'
import { type FreshWish, removeSandbox } from './create-fresh.js'
import { createLoginAs } from './login-as.js'
import { openOwnPlace } from './own-place.js'
import { openSharedPlace } from './shared-place.js'
import type { SandboxPlace, TestSandbox } from './test-sandbox.js'

/** Where the sandbox is, and what it begins with. */
export interface SandboxOptions extends FreshWish {
  /**
   * The URL of a server that runs, or a server of `createServer`. Default: OPENAPI_SANDBOX_URL; where
   * that is not set, or options of `createServer` are given, a server in this process, in memory.
   */
  readonly server?: string | URL | Server
  /** The control token of a server elsewhere. Default: OPENAPI_SANDBOX_CONTROL_TOKEN. */
  readonly token?: string
}

/** The same, and options of `createServer` for a server in this process. */
export type OpenSandboxOptions = SandboxOptions & ServerOptions

/** What nobody has closed, because a worker died, is deleted by the server after so many seconds. */
const usualIdle = 3600

/** Takes the options apart: where, what, and how a server of our own is to be. */
const sorted = (options: OpenSandboxOptions) => {
  const { server, token, replace, name, from, idleSeconds, limits, ...ofServer } = options
  const wish: FreshWish = {
    ...(replace !== undefined && { replace }),
    ...(name !== undefined && { name }),
    ...(from !== undefined && { from }),
    ...(idleSeconds !== undefined && { idleSeconds }),
    ...(limits !== undefined && { limits }),
  }
  return { server, token, wish, ofServer: ofServer as ServerOptions }
}

const urlOf = (server: string | URL): URL => {
  const text = String(server)
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text)
  throw new SetupError(
    'option-invalid',
    `${JSON.stringify(text)} is no URL of a server.`,
    {},
    'Write it with its scheme: http://localhost:4010.',
  )
}

const requireNone = (ofServer: ServerOptions): void => {
  const [first] = Object.keys(ofServer)
  if (first === undefined) return
  throw new SetupError(
    'option-invalid',
    `The option ${first} is for a server that openSandbox makes, and one that runs was named.`,
    {},
    'Start that server with the option, or name no server.',
  )
}

const openOwnServer = async (options: ServerOptions, wish: FreshWish): Promise<SandboxPlace> => {
  // Loaded here, because tests against a server elsewhere need nothing of it.
  const { createServer } = await import('../server/create-server.js')
  const server = await createServer(options)
  try {
    const place = await openOwnPlace(server, wish)
    return { ...place, release: () => place.release().then(server.close) }
  } catch (error) {
    await server.close()
    throw error
  }
}

const openPlace = async (options: OpenSandboxOptions): Promise<SandboxPlace> => {
  const { server, token, wish, ofServer } = sorted(options)
  if (server !== undefined) requireNone(ofServer)
  const isOurs = Object.keys(ofServer).length > 0
  const named = server ?? (isOurs ? undefined : variableNamed('OPENAPI_SANDBOX_URL'))
  if (named === undefined) return openOwnServer(ofServer, wish)
  if (typeof named === 'object' && !(named instanceof URL)) return openOwnPlace(named, wish)
  const shared = { url: urlOf(named), token: token ?? fromEnvironment('controlToken') }
  return openSharedPlace(shared, { idleSeconds: usualIdle, ...wish })
}

/**
 * Opens a sandbox that nobody else has: one for each test, each file of tests, or each worker. With
 * `await using` it closes by itself.
 * @throws SetupError `option-invalid`, `target-unreachable`, and those of `createServer`; ControlError
 *   where the server refuses, `sandbox-exists` (409) for a name that is taken.
 */
export const openSandbox = async <Operation extends string = OperationId>(
  options: OpenSandboxOptions = {},
): Promise<TestSandbox<Operation>> => {
  const place = await openPlace(options)
  const { name, control, release } = place
  let last: string | undefined
  let closing: Promise<void> | undefined
  const close = (): Promise<void> =>
    (closing ??= removeSandbox(control.sandboxes, name).finally(release))
  const { clock, outbox, state, seed, snapshots, tokens, reset, faults, scripts, journal } = control
  return {
    ...{ clock, outbox, state, seed, snapshots, tokens, reset, faults, scripts, journal, control },
    ...{ name, url: place.url, serverUrl: place.serverUrl, server: place.server },
    headers: { 'X-Sandbox': name },
    fetch: place.fetch,
    loginAs: createLoginAs(place),
    snapshot: async (wanted) => (last = (await snapshots.save(wanted)).name),
    restore: async (wanted = last) => {
      if (wanted === undefined)
        throw new SetupError(
          'option-invalid',
          'restore() was called before snapshot().',
          {},
          'Save a snapshot first, or name one.',
        )
      await snapshots.restore(wanted)
    },
    ...{ close, [Symbol.asyncDispose]: close },
  }
}
