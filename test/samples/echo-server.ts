import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it arrived: nothing decoded. */
export interface Arrived {
  readonly method: string
  /** Path and query. */
  readonly url: string
  /** By name in lower case, their bytes taken for UTF-8. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** A server that remembers what arrives, by the first segment of the path, and answers with that segment. */
export interface EchoServer {
  readonly origin: string
  readonly arrived: (key: string) => readonly Arrived[]
  readonly close: () => Promise<void>
}

const headersOf = ({ rawHeaders }: IncomingMessage): Record<string, string> => {
  const headers: Record<string, string> = {}
  for (let index = 0; index < rawHeaders.length; index += 2)
    headers[(rawHeaders[index] ?? '').toLowerCase()] = Buffer.from(
      rawHeaders[index + 1] ?? '',
      'latin1',
    ).toString('utf8')
  return headers
}

/** Opens an echo server on a free port of 127.0.0.1; its answers have the status 418, which is no success. */
export const openEchoServer = async (): Promise<EchoServer> => {
  const requests = new Map<string, Arrived[]>()
  const server = createServer((message, response) => {
    const chunks: Buffer[] = []
    message.on('data', (chunk: Buffer) => chunks.push(chunk))
    message.on('end', () => {
      const { method = '', url = '' } = message
      const key = url.split(/[/?]/)[1] ?? ''
      const arrived = { method, url, headers: headersOf(message), body: Buffer.concat(chunks) }
      requests.set(key, [...(requests.get(key) ?? []), arrived])
      response.writeHead(418, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`echo ${key} ü`)
    })
  })
  // Samples in one process keep connections for each other.
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived: (key) => requests.get(key) ?? [],
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
