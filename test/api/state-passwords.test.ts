import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type Server } from '../../src/index.js'

const user = {
  type: 'object',
  required: ['id', 'email'],
  properties: {
    id: { type: 'integer', readOnly: true },
    email: { type: 'string', format: 'email' },
    nickname: { type: 'string' },
    password: { type: 'string', writeOnly: true, maxLength: 32 },
  },
}
const body = (schema: object) => ({ required: true, content: { 'application/json': { schema } } })
const ok = (schema: object, status = '200') => ({
  [status]: { description: 'Done.', content: { 'application/json': { schema } } },
})
const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } }
const login = { type: 'object', properties: { email: user.properties.email, password: {} } }
const token = { type: 'object', required: ['token'], properties: { token: { type: 'string' } } }
const refused = { '401': { description: 'Not known.' } }
const part = { type: 'object', properties: user.properties }

const document = {
  openapi: '3.1.0',
  info: { title: 'People', version: '1' },
  paths: {
    '/users': {
      get: { responses: ok({ type: 'array', items: user }) },
      post: { requestBody: body(user), responses: ok(user, '201') },
    },
    '/users/{id}': {
      parameters: [id],
      get: { responses: ok(user) },
      patch: { requestBody: body(part), responses: ok(user) },
    },
    '/login': { post: { requestBody: body(login), responses: { ...ok(token), ...refused } } },
  },
}

let data: string
let server: Server
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'state-passwords-'))
  server = await createServer({ contract: document, data, log: () => undefined })
})
afterAll(async () => {
  await server.close()
  rmSync(data, { recursive: true, force: true })
})

const send = async (method: string, path: string, value: object) => {
  const headers = { 'content-type': 'application/json' }
  const init = { method, headers, body: JSON.stringify(value) }
  const reply = await server.fetch(new Request(`http://localhost${path}`, init))
  return { status: reply.status, json: (await reply.json().catch(() => undefined)) as unknown }
}
const stored = () => readFileSync(join(data, 'sandboxes', 'default', 'db.json'), 'utf8')

test('passwords that no answer shows are stored as hashes, and still let in who knows them', async () => {
  const ada = { email: 'ada@example.com', password: 'Difference Engine' }
  const made = await send('POST', '/users', ada)
  expect(made).toEqual({ status: 201, json: { id: expect.any(Number), email: ada.email } })
  expect(stored()).not.toContain(ada.password)
  expect(stored()).toMatch(/"password": ?"\$scrypt\$/)
  const { id } = made.json as { id: number }

  expect((await send('PATCH', `/users/${id}`, { nickname: 'ada' })).status).toBe(200)
  expect((await send('POST', '/login', ada)).status).toBe(200)
  expect((await send('POST', '/login', { ...ada, password: 'guess' })).status).toBe(401)

  const changed = { ...ada, password: 'Analytical Engine' }
  expect((await send('PATCH', `/users/${id}`, { password: changed.password })).status).toBe(200)
  expect(stored()).not.toContain(changed.password)
  expect((await send('POST', '/login', changed)).status).toBe(200)
  expect((await send('POST', '/login', ada)).status).toBe(401)
})
