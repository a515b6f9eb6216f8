import { signIn } from '../auth/sign-in.js'
import { findUserByEmail } from '../auth/user.js'
import { sessionCookie } from '../auth/session-cookie.js'
import type { Contract } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { systemClock } from '../sandbox/clock.js'
import { secureRandom } from '../sandbox/random.js'
import { createSandboxRegistry, type SandboxRegistry } from '../sandbox/sandbox-registry.js'
import { createAnswer } from './answer.js'
import type { AnyHandler } from './any-handler.js'
import { createSite } from './create-site.js'
import { exampleUrl } from './example-url.js'
import { createMiddleware } from './express-bridge.js'
import { createInProcessFetch } from './in-process.js'
import { listen, type Listening } from './listen.js'
import type { Log } from './log-entry.js'
import { openState } from './open-state.js'
import { createRequestIds } from './request-ids.js'
import { createSandboxHandle } from './sandbox-handle.js'
import { isLoopbackHost } from './host.js'
import { handlersFor, loadContract } from './serve-contract.js'
import type { Server, SurfaceListing } from './server.js'
import { settingsOf, type ServerOptions } from './server-options.js'
import type { Site } from './site.js'

export type { Server } from './server.js'
export type { ServerOptions } from './server-options.js'

const listingOf = (site: Site): Promise<readonly SurfaceListing[]> =>
  Promise.all(
    site.surfaces.map(async ({ title, base, contract }) => ({
      title,
      url: `${base}/`,
      operations: await Promise.all(
        contract.operations.map(async (operation) => ({
          id: operation.id,
          method: operation.method,
          url: await exampleUrl(base, operation),
          ...(operation.summary !== undefined && { summary: operation.summary }),
        })),
      ),
    })),
  )

const noCookie = sessionCookie({ secure: false, path: '/', enabled: false })

const tokenFor = (registry: SandboxRegistry<AnyHandler>, email: string, sandbox = 'default') =>
  registry.run(sandbox, noCookie, async (opened) => {
    const user = await findUserByEmail(opened.state, email)
    if (user?.isEnabled) return (await signIn(opened, user)).token
    throw new SetupError(
      'option-invalid',
      `The sandbox ${sandbox} has no enabled user ${email}`,
      {},
      'Name a user of the seed, or one that was created.',
    )
  })

/** Whoever opens a server to others says how far they are trusted. */
const requireSaidProfile = (host: string | undefined, profile: ServerOptions['profile']): void => {
  if (profile !== undefined || host === undefined || isLoopbackHost(host)) return
  throw new SetupError(
    'option-unsafe',
    `Listening on ${host} opens the server to other machines, and no profile is given`,
    {},
    'Give profile: local for a network you trust, public for any other.',
  )
}

const tellFaults = ({ faults }: Contract, log: Log): void => {
  const time = new Date(systemClock.now()).toISOString()
  for (const { message, fix, place } of faults)
    log({ level: 'warn', time, message: `${message}. ${fix}`, place })
}

/** Opens what a server is made of. */
const assemble = async (options: ServerOptions) => {
  const settings = settingsOf(options)
  const served = await loadContract(options.contract, options)
  const handlers = handlersFor(served.contract, options.handlers)
  tellFaults(served.contract, settings.log)
  const { store, auth } = await openState(options, systemClock, secureRandom)
  const registry = createSandboxRegistry<AnyHandler>({
    store,
    auth,
    clock: systemClock,
    random: secureRandom,
    settings: { authorization: settings.authorization, appUrl: settings.appUrl },
  })
  const site = await createSite({ settings, served, handlers, registry })
  const parts = {
    answer: createAnswer(site),
    maxBody: settings.maxBody,
    nextId: createRequestIds(secureRandom),
  }
  return { served, store, registry, site, parts }
}

/** Overloaded, because TypeScript types inline handlers only when the options are not optional. */
export interface CreateServer {
  (): Promise<Server>
  (options: ServerOptions): Promise<Server>
}

/**
 * Makes a server: mock, sandbox and control API of one contract. It listens nowhere until asked to.
 * @throws SetupError when the contract, the seed, the data folder, a handler or an option cannot be
 *   used; never ends the process.
 */
export const createServer: CreateServer = async (options: ServerOptions = {}) => {
  const { served, store, registry, site, parts } = await assemble(options)
  const fetch = createInProcessFetch(parts)
  const open: Listening[] = []
  const operationIds = served.contract.operations.map((operation) => operation.id)
  const origin = () => ({ port: open[0]?.port })
  return {
    fetch,
    listen: async (where = {}) => {
      requireSaidProfile(where.host, options.profile)
      const listening = await listen(parts, where)
      open.push(listening)
      return { url: listening.url, port: listening.port }
    },
    middleware: () => createMiddleware(parts),
    sandbox: (name = 'default') =>
      createSandboxHandle(name, { registry, fetch, operationIds, origin }),
    token: (email, sandbox) => tokenFor(registry, email, sandbox),
    surfaces: () => listingOf(site),
    close: async () => {
      await Promise.all(open.splice(0).map((listening) => listening.close()))
      await store.close()
    },
  }
}
