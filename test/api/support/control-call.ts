import type { Server } from '../../../src/index.js'

/** An answer of the control API. */
export interface ControlAnswer<Body> {
  readonly status: number
  readonly body: Body
  readonly headers: Headers
}

/** Calls the control API of a sandbox: `control('PUT clock', { mode: 'real' })`. */
export type Control = <Body = Record<string, unknown>>(
  request: string,
  body?: unknown,
) => Promise<ControlAnswer<Body>>

/** The control API of a sandbox, without a port. */
export const controlOf =
  (server: Pick<Server, 'sandbox'>, sandbox = 'default'): Control =>
  async <Body>(request: string, body?: unknown) => {
    const [method = '', path = ''] = request.split(' ')
    const response = await server.sandbox(sandbox).fetch(`/_sandbox/v1/${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? undefined : JSON.parse(text)) as Body,
    }
  }
