import { createControlClient } from '../control-client/control-client.js'
import type { Server } from '../server/server.js'
import { createFresh, type FreshWish } from './create-fresh.js'
import { openPort } from './open-port.js'
import type { SandboxPlace } from './test-sandbox.js'

const clientOf = (server: Server, name: string | undefined) => {
  const handle = server.sandbox(name)
  return createControlClient({
    url: 'http://localhost',
    fetch: (url, init) => handle.fetch(url, init),
  })
}

/** Makes a sandbox of a server in this process, with a port of its own. */
export const openOwnPlace = async (server: Server, wish: FreshWish): Promise<SandboxPlace> => {
  const { name } = await createFresh(clientOf(server, undefined).sandboxes, wish)
  const answer = server.middleware()
  const port = await openPort((request, response) => {
    request.headers['x-sandbox'] = name
    answer(request, response)
  })
  return {
    name,
    url: port.url,
    serverUrl: undefined,
    server,
    control: clientOf(server, name),
    fetch: server.sandbox(name).fetch,
    release: port.close,
  }
}
