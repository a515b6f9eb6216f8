import supertest from 'supertest'
import type { Server } from '../../../src/index.js'
import { faultOf } from './contract-check.js'

/** An answer as tests look at it, however it came. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed body when it is JSON. */
  readonly body: unknown
}

/** What a call may carry beside method and path. */
export interface Ask {
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Calls a sandbox: `call('GET /auth/user', { token })`. The answer must satisfy the contract. */
export type Call = (request: string, ask?: Ask) => Promise<Answer>

const headersOf = ({ body, token, headers }: Ask): Record<string, string> => ({
  ...(body !== undefined && { 'content-type': 'application/json' }),
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
  ...headers,
})

const textOf = ({ body }: Ask): string | undefined =>
  body === undefined || typeof body === 'string' ? body : JSON.stringify(body)

const split = (request: string): [method: string, path: string] => {
  const [method = '', ...path] = request.split(' ')
  return [method, path.join(' ')]
}

const answerOf = (status: number, headers: Headers, text: string): Answer => {
  const json = headers.get('content-type')?.includes('json') === true && text !== ''
  return { status, headers, text, body: json ? JSON.parse(text) : undefined }
}

const judged = (request: string, answer: Answer): Answer => {
  const [method, path] = split(request)
  const { status, text, headers } = answer
  const fault = faultOf({ method, path, status, type: headers.get('content-type'), text })
  if (fault !== undefined) throw new Error(fault)
  expect(headers.get('x-request-id')).toMatch(/\S/)
  expect(headers.get('vary')).toMatch(/\bOrigin\b/)
  return answer
}

/** Calls without a port. */
export const inProcess =
  (server: Pick<Server, 'fetch'>): Call =>
  async (request, ask = {}) => {
    const [method, path] = split(request)
    const response = await server.fetch(
      new Request(new URL(path, 'http://localhost'), {
        method,
        headers: headersOf(ask),
        body: textOf(ask) ?? null,
      }),
    )
    return judged(request, answerOf(response.status, response.headers, await response.text()))
  }

/** Calls a listening server, at its URL. */
export const overPort =
  (url: string): Call =>
  async (request, ask = {}) => {
    const [method, path] = split(request)
    const agent = supertest(url) as unknown as Record<string, (path: string) => supertest.Test>
    const send = agent[method.toLowerCase()] as (path: string) => supertest.Test
    const sent = send(path)
      .set(headersOf(ask))
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => done(null, Buffer.concat(chunks).toString()))
      })
    const response = await sent.send(textOf(ask))
    const headers = new Headers()
    for (const [name, value] of Object.entries(response.headers as Record<string, unknown>))
      for (const one of [value].flat()) headers.append(name, String(one))
    const text = typeof response.body === 'string' ? response.body : ''
    return judged(request, answerOf(response.status, headers, text))
  }

/** The two ways to reach a sandbox: `describe.each(ways)('%s', (_way, reach) => ...)`. */
export const ways: readonly (readonly [string, (server: Server) => Promise<Call>])[] = [
  ['over a port', async (server) => overPort((await server.listen()).url)],
  ['in process', async (server) => inProcess(server)],
]

/** Logs in with the password that every user of the seed has. */
export const logIn = async (
  call: Call,
  email = 'user@example.com',
  headers: Ask['headers'] = {},
): Promise<string> => {
  const body = { email, password: 'password123' }
  const answer = await call('POST /auth/login', { body, headers })
  expect(answer.status).toBe(200)
  return (answer.body as { token: string }).token
}

/** A name for a sandbox of one's own, as a visitor gets it. */
export const visitorName = async (call: Call): Promise<string> => {
  const answer = await call('POST /_sandbox/v1/sandboxes')
  expect(answer.status).toBe(201)
  return (answer.body as { name: string }).name
}
