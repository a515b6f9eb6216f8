import { lookup } from 'node:dns/promises'
import { createControlClient } from '../control-client/control-client.js'
import { ControlError } from '../control-client/control-error.js'
import type { NewSandbox } from '../control-client/sandboxes-client.js'
import { SetupError } from '../errors.js'
import { createFresh, type FreshWish } from './create-fresh.js'
import { createForwarder } from './create-forwarder.js'
import { openPort } from './open-port.js'
import type { SandboxPlace } from './test-sandbox.js'

/** A server that runs somewhere, and what opens its control API. */
export interface SharedServer {
  readonly url: URL
  readonly token: string | undefined
  /** Whether a name is an address of this machine; the system's when absent. */
  readonly resolves?: (hostname: string) => Promise<boolean>
}

/** Not every system knows what lies below localhost: glibc needs nss-myhostname for it. */
const isResolved = (hostname: string): Promise<boolean> =>
  lookup(hostname).then(
    ({ address }) => address === '::1' || address.startsWith('127.'),
    () => false,
  )

/** The origin of the sandbox where the server can be reached by the name of the sandbox. */
const namedOrigin = async (
  { url, resolves = isResolved }: SharedServer,
  name: string,
): Promise<string | undefined> => {
  const isHere = url.hostname === 'localhost' || url.hostname === '127.0.0.1'
  if (!isHere || url.protocol !== 'http:' || url.pathname !== '/') return undefined
  const hostname = `${name}.localhost`
  if (!(await resolves(hostname))) return undefined
  return `http://${hostname}${url.port && `:${url.port}`}`
}

const create = async (server: SharedServer, wish: FreshWish): Promise<NewSandbox> => {
  const { url, token } = server
  const client = createControlClient({ url, ...(token !== undefined && { token }) })
  try {
    return await createFresh(client.sandboxes, wish)
  } catch (error) {
    if (error instanceof ControlError) throw error
    throw new SetupError(
      'target-unreachable',
      `A sandbox was to be made at ${url.href}, and no server answers there (${String(error)}).`,
      {},
      'Start it with openapi-sandbox serve, correct the URL, or name no server: then one is made in this process.',
    )
  }
}

/** Makes a sandbox of a server that runs already, with an origin of its own. */
export const openSharedPlace = async (
  server: SharedServer,
  wish: FreshWish,
): Promise<SandboxPlace> => {
  const { name } = await create(server, wish)
  const { url, token } = server
  const named = await namedOrigin(server, name)
  const forwarder = named === undefined ? createForwarder({ url, sandbox: name }) : undefined
  const port = forwarder && (await openPort(forwarder.listener))
  const origin = named ?? port?.url ?? url.origin
  return {
    name,
    url: origin,
    serverUrl: url.href.replace(/\/$/, ''),
    server: undefined,
    control: createControlClient({ url, sandbox: name, ...(token !== undefined && { token }) }),
    fetch: (input, init) => fetch(input instanceof Request ? input : new URL(input, origin), init),
    release: async () => {
      await port?.close()
      forwarder?.close()
    },
  }
}
