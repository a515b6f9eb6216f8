import type { AnyHandler, ServerOptions } from '../../src/index.js'
import { users } from '../../src/auth/user.js'
import { inProcess, logIn } from './support/call.js'
import { openLoggedServer, openServer } from './support/open-server.js'

/** Writes, then answers what the contract does not document. */
const broken: AnyHandler = ({ sandbox }) => {
  sandbox.state.delete(users, '1')
  return { status: 200, body: { message: 42 } }
}

/** As the logout of a server; the types of the contract would not let it pass. */
const asLogout = (handler: AnyHandler): ServerOptions => ({
  handlers: { AuthController_logout: handler as never },
})

const logout = () => new Request('http://localhost/auth/logout', { method: 'POST' })

test('a reply that breaks the contract is a 500 with the id only, and its write undone', async () => {
  const { server, log } = await openLoggedServer(asLogout(broken))
  const answer = await server.fetch(logout())
  expect(answer.status).toBe(500)
  const id = answer.headers.get('x-request-id') as string
  const text = await answer.text()
  expect(JSON.parse(text)).toEqual({
    type: 'urn:openapi-sandbox:error:reply-broken',
    title: expect.any(String),
    status: 500,
    detail: expect.stringContaining(id),
    instance: expect.stringContaining(id),
  })
  expect(text.replaceAll(id, '')).not.toMatch(/logout|message|42/i)

  const diagnosis = log.find(({ message }) => message.startsWith(`${id}:`))
  expect(diagnosis).toMatchObject({ level: 'error' })
  expect(diagnosis?.message).toMatch(/AuthController_logout answered 200.*\/message/)
  expect(log.at(-1)).toMatchObject({ level: 'error', request: { status: 500 } })

  await logIn(inProcess(server), 'admin@example.com')
})

test('warn: it is sent and kept, and the log says what is wrong', async () => {
  const { server, log } = await openLoggedServer({ ...asLogout(broken), replyCheck: 'warn' })
  const answer = await server.fetch(logout())
  expect([answer.status, await answer.json()]).toEqual([200, { message: 42 }])
  expect(log.some(({ level, message }) => level === 'warn' && /\/message/.test(message))).toBe(true)
  await expect(server.token('admin@example.com')).rejects.toThrow()
})

test('off: it is sent, and nobody looks', async () => {
  const { server, log } = await openLoggedServer({ ...asLogout(broken), replyCheck: 'off' })
  expect((await server.fetch(logout())).status).toBe(200)
  expect(log.filter(({ level }) => level !== 'info')).toEqual([])
})

const failures: Record<string, AnyHandler> = {
  'an undocumented status': () => ({ status: 418, body: { message: 'teapot' } }),
  'a missing body': () => ({ status: 200 }),
  'an undocumented media type': () => ({
    status: 200,
    body: 'text',
    headers: { 'Content-Type': 'text/plain' },
  }),
  'no reply at all': () => undefined as never,
  'a status that is none': () => ({ status: 99, body: { message: 'x' } }),
  'a throw': () => {
    throw new TypeError('secret detail of /srv/app.js')
  },
  'a rejection of nothing': () => Promise.reject(undefined as unknown as Error),
  'a body that cannot be written': () => {
    const message: Record<string, unknown> = {}
    message['self'] = message
    return { status: 200, body: message }
  },
}

test.each(Object.entries(failures))('%s is a 500 that shows nothing', async (_what, handler) => {
  const server = await openServer(asLogout(handler))
  const answer = await server.fetch(logout())
  expect(answer.status).toBe(500)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  const text = await answer.text()
  expect(text).toContain(answer.headers.get('x-request-id'))
  expect(text).not.toMatch(/secret|TypeError|srv|teapot|logout|self/i)
})

test('a throw rolls back what was written before it', async () => {
  const handler: AnyHandler = ({ sandbox }) => {
    sandbox.state.delete(users, '1')
    throw new Error('afterwards')
  }
  const server = await openServer(asLogout(handler))
  expect((await server.fetch(logout())).status).toBe(500)
  await logIn(inProcess(server), 'admin@example.com')
})
