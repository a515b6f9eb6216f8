import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that a receiver was sent. */
export interface Received {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const open: Server[] = []

afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** A program that notes what it is sent; closed after the test. */
export const openReceiver = async (
  answer: { readonly status?: number; readonly headers?: object; readonly body?: string } = {},
) => {
  const received: Received[] = []
  const waiting: (() => void)[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      received.push({ method, url, headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(answer.status ?? 204, { ...answer.headers })
      response.end(answer.body)
      for (const wake of waiting.splice(0)) wake()
    })
  })
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  /** Resolves when that many have come. */
  const until = async (count: number): Promise<readonly Received[]> => {
    while (received.length < count)
      await new Promise<void>((resolve) => waiting.push(() => resolve()))
    return received
  }
  return { url: `http://127.0.0.1:${port}`, port, received, until }
}
