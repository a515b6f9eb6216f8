import type { Send } from '../../../src/verify/wire.js'

/** Sends requests to a server in this process. */
export const sendTo =
  (fetch: (request: Request) => Promise<Response>): Send =>
  async ({ method, target, headers, body }) => {
    const request = new Request(`http://localhost${target}`, {
      method,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      ...(body && { body: Buffer.from(body) }),
    })
    const response = await fetch(request)
    const bytes = new Uint8Array(await response.arrayBuffer())
    const pairs = [...response.headers].flat()
    return { status: response.status, headers: pairs, bytes, milliseconds: 1 }
  }
