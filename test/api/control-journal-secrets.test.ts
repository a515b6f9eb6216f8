import { bystander } from './support/bystander.js'
import { newestMail, openServer } from './support/open-server.js'
import { oauthContract } from './support/oauth-contract.js'

type Asking = ReturnType<typeof bystander>

/** Everything that a server tells of a sandbox's exchanges. */
const everythingTold = async (call: Asking, fetch: (request: Request) => Promise<Response>) => {
  const list = await call('GET /_sandbox/v1/journal')
  const har = await call('GET /_sandbox/v1/journal.har')
  const wait = await call('GET /_sandbox/v1/journal/wait?timeoutMs=0')
  const { total } = list.body as { total: number }
  const response = await fetch(new Request('http://localhost/_sandbox/v1/journal/events'))
  const reader = response.body?.getReader()
  let events = ''
  // The greeting comes first.
  for (let count = 0; count <= total; count++)
    events += new TextDecoder().decode((await reader?.read())?.value)
  await reader?.cancel()
  expect(events.match(/^event: exchange$/gm)).toHaveLength(total)
  return { list: list.text, har: har.text, wait: wait.text, events }
}

const leaks = (told: Readonly<Record<string, string>>, secrets: readonly string[]) =>
  Object.entries(told).flatMap(([where, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${where}`),
  )

test('AUN-9: no password and no token of a session is told', async () => {
  const server = await openServer()
  const call = bystander(server)
  const password = 'correct horse "battery" stäple 9!'
  const wrong = 'not-the-password-11'
  const login = await call('POST /auth/login', {
    body: { email: 'user@example.com', password: 'password123' },
  })
  const { token } = JSON.parse(login.text) as { token: string }
  const cookie = /access_token=([^;]+)/.exec(login.headers.get('set-cookie') ?? '')?.[1] ?? ''
  await call('POST /auth/login', { body: { email: 'user@example.com', password: wrong } })
  await call('GET /auth/user', { token })
  await call('GET /auth/user', { headers: { cookie: `access_token=${cookie}` } })
  await call('POST /auth/forgot-password', { body: { email: 'user@example.com' } })
  const mail = await newestMail(server, 'user@example.com')
  await call(`GET /accept?token=${mail.token}`)
  await call(`GET /nothing/${mail.token}/here?next=%2Fa%3Ftoken%3D${token}`)
  await call('POST /auth/set-password', { body: { token: mail.token, password } })
  await call('POST /auth/login', { body: { email: 'user@example.com', password } })
  await call('POST /auth/login', {
    body: `email=user%40example.com&password=${encodeURIComponent(wrong)}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  // A body that broke off in the middle of a secret.
  await call('POST /auth/login', { body: `{"email":"a@b.c","password":"${wrong}` })
  await call('GET /auth/user', {
    headers: { authorization: `Basic ${Buffer.from(`user:${wrong}`).toString('base64')}` },
  })
  await call('GET /auth/user', { headers: { 'x-api-key': 'key-1234567890' } })
  const told = await everythingTold(call, server.fetch)
  const secrets = [
    ...['password123', wrong, encodeURIComponent(wrong), 'battery', 'stäple'],
    ...[token, token.slice(-30), cookie, mail.token, 'key-1234567890'],
    Buffer.from(`user:${wrong}`).toString('base64'),
  ]
  expect(secrets.every((secret) => secret.length > 5)).toBe(true)
  expect(leaks(told, secrets)).toEqual([])
  expect(told.list).toContain('"password\\":\\"***')
  expect(told.list).toContain('access_token=***')
  expect(told.list).toContain('Bearer ***')
  expect(told.list).toContain('user@example.com')
})

test('no token of OAuth 2.0 is told', async () => {
  const server = await openServer({ contract: oauthContract, auth: 'verify' })
  const call = bystander(server)
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const granted = await call('POST /login/oauth/access_token', {
    body: 'grant_type=client_credentials&client_id=app&client_secret=s3cret-of-the-app',
    headers: form,
  })
  const { access_token: token } = JSON.parse(granted.text) as { access_token: string }
  await call('GET /pets', { token })
  await call('POST /oauth/introspect', { body: `token=${token}&client_id=app`, headers: form })
  const told = await everythingTold(call, server.fetch)
  expect(JSON.parse(told.list)).toMatchObject({ total: 3 })
  expect(leaks(told, [token, token.slice(10), 's3cret-of-the-app'])).toEqual([])
})

test('what a contract calls a key or a password is masked, and so is what violations say of it', async () => {
  const text = (format?: string) => ({ type: 'string', maxLength: 8, ...(format && { format }) })
  const server = await openServer({
    state: 'off',
    contract: {
      openapi: '3.0.3',
      info: { title: 'Doors', version: '1' },
      components: {
        schemas: { Phrase: text('password') },
        securitySchemes: { door: { type: 'apiKey', in: 'query', name: 'door' } },
      },
      paths: {
        '/doors/{accessToken}': {
          post: {
            operationId: 'openDoor',
            parameters: [{ name: 'accessToken', in: 'path', required: true, schema: text() }],
            requestBody: {
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    properties: {
                      phrase: { $ref: '#/components/schemas/Phrase' },
                      knock: text('password'),
                      tokens: { type: 'array', items: text() },
                      note: text(),
                    },
                  },
                },
              },
            },
            responses: { 204: { description: '' } },
          },
        },
      },
    },
  })
  const call = bystander(server)
  await call('POST /doors/path-secret-1?door=query-secret', {
    body: {
      phrase: 'open sesame 1',
      knock: 'knock-knock-2',
      note: 'so long a note',
      tokens: ['t-3456789'],
    },
  })
  const told = await everythingTold(call, server.fetch)
  const secrets = ['path-secret-1', 'query-secret', 'open sesame 1', 'knock-knock-2', 't-3456789']
  expect(leaks(told, secrets)).toEqual([])
  expect(told.list).toContain('so long a note')
  const [entry] = server.sandbox().journal()
  expect(entry?.violations.map(({ pointer }) => pointer).sort()).toEqual(
    expect.arrayContaining(['/accessToken', '/knock', '/note', '/phrase']),
  )
  expect(entry?.request.path).toBe('/doors/***')
})
