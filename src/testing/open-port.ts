import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A port that only programs of this machine reach. */
export interface OpenPort {
  /** The origin, without a final slash. */
  readonly url: string
  /** Ends all connections and gives the port back. */
  readonly close: () => Promise<void>
}

/** Opens a port of 127.0.0.1 that is free. */
export const openPort = (listener: RequestListener): Promise<OpenPort> =>
  new Promise((resolve, reject) => {
    const server = createServer({ keepAliveTimeout: 5_000 }, listener)
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      server.off('error', reject)
      // A test that has ended must not be kept alive by a sandbox that nobody closed.
      server.unref()
      resolve({
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            server.closeAllConnections()
          }),
      })
    })
  })
