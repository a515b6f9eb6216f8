import { existsSync } from 'node:fs'
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser } from 'playwright-core'

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

/** A real Chromium, which asks nothing of anybody by itself. */
export const launchBrowser = (): Promise<Browser> => {
  if (!existsSync(executablePath))
    throw new Error(
      `There is no browser at ${executablePath}: apt-get install chromium, or say CHROMIUM=PATH.`,
    )
  return chromium.launch({
    executablePath,
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP evil.test 127.0.0.1',
    ],
  })
}

/** Pages of another server, on a port of its own. */
export interface OtherPages {
  readonly port: number
  readonly close: () => Promise<void>
}

/** Serves pages that are not ours. */
export const servePages = async (answer: RequestListener): Promise<OtherPages> => {
  const server: Server = createHttpServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
