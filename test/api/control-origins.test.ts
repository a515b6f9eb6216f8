import { inProcess } from './support/call.js'
import { openServer } from './support/open-server.js'

const requests = [
  'GET /_sandbox/v1/health',
  'POST /_sandbox/v1/reset',
  'GET /_sandbox/v1/outbox',
  'POST /_sandbox/v1/tokens',
  'GET /_sandbox',
  'GET /@alice/_sandbox/v1/outbox',
]

test.each(requests)('%s answers no page from elsewhere', async (request) => {
  const call = inProcess(await openServer({ allowOrigin: ['https://app.example'] }))
  const foreign: readonly Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost.evil.example' },
    { origin: 'http://evil-localhost' },
    { origin: 'http://127.0.0.1.evil.example' },
    { origin: 'file://' },
    // Allowed to send cookies, but not to read mails.
    { origin: 'https://app.example' },
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site' },
  ]
  for (const headers of foreign) {
    const answer = await call(request, { headers })
    expect([headers, answer.status]).toEqual([headers, 403])
    expect(answer.body).toMatchObject({ code: 'origin-forbidden' })
  }
})

test.each<[string, Record<string, string>]>([
  ['a program', {}],
  ['a page on localhost', { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' }],
  ['a page on 127.0.0.1', { origin: 'http://127.0.0.1:5173' }],
  ['a page on ::1', { origin: 'http://[::1]:8080' }],
  ['a page of a sandbox', { origin: 'http://alice.localhost:4010' }],
  ['an address typed by hand', { 'sec-fetch-site': 'none' }],
])('%s may call it', async (_who, headers) => {
  const call = inProcess(await openServer())
  expect((await call('GET /_sandbox/v1/outbox', { headers })).status).toBe(200)
  expect((await call('POST /_sandbox/v1/reset', { headers })).status).toBe(204)
})

test('a page that was refused has not reset anything', async () => {
  const server = await openServer()
  const call = inProcess(server)
  await call('POST /auth/forgot-password', { body: { email: 'user@example.com' } })
  await call('POST /_sandbox/v1/reset', { headers: { origin: 'https://evil.example' } })
  expect(await server.sandbox().outbox()).toHaveLength(2)
})
