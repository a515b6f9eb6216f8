import type { Server } from '../../../src/index.js'
import { type Ask, inProcess } from './call.js'

/**
 * Calls a server without a port. What the control API answers is judged by its contract; other answers are
 * judged by nobody.
 */
export const bystander = (server: Pick<Server, 'fetch'>) => {
  const judged = inProcess(server)
  return async (request: string, ask: Ask = {}): ReturnType<typeof judged> => {
    const [method = '', path = ''] = request.split(' ')
    if (path.includes('/_sandbox/')) return judged(request, ask)
    const { body, token, headers } = ask
    const response = await server.fetch(
      new Request(new URL(path, 'http://localhost'), {
        method,
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
      }),
    )
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: undefined }
  }
}
