import type { Server } from '../../src/server/create-server.js'
import { mockBase } from '../api/support/documented-samples.js'

/** What a request may carry beside method and path. */
export interface Asked {
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is when it is text, else as JSON. */
  readonly body?: unknown
}

/** An answer as tests look at it. */
export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed body when it is JSON. */
  readonly json: unknown
}

/** Sends `GET /path?query` without a port. */
export const ask = async (
  server: Pick<Server, 'fetch'>,
  request: string,
  { headers = {}, body }: Asked = {},
): Promise<Answered> => {
  const [method = '', target = ''] = request.split(' ')
  const isValue = body !== undefined && typeof body !== 'string'
  const response = await server.fetch(
    new Request(`http://localhost${target}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: isValue ? JSON.stringify(body) : (body ?? null),
    }),
  )
  const text = await response.text()
  const isJson = /[/+]json(?:;|$)/.test(response.headers.get('content-type') ?? '')
  const json = isJson && text !== ''
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: json ? JSON.parse(text) : undefined,
  }
}

/** Credentials that are present; the mock does not look at what they say. */
export const bearer = { authorization: 'Bearer any' }

/** Sends `GET /auth/user` to the mock of the HeyDonto contract, with credentials. */
export const askMock = (
  server: Pick<Server, 'fetch'>,
  request: string,
  { headers = {}, body }: Asked = {},
): Promise<Answered> =>
  ask(server, request.replace(' ', ` ${mockBase}`), { headers: { ...bearer, ...headers }, body })
