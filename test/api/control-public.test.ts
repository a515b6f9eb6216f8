import { inProcess } from './support/call.js'
import { openServer } from './support/open-server.js'

test.each(['POST /_sandbox/v1/reset', 'GET /_sandbox/v1/outbox', 'POST /_sandbox/v1/tokens'])(
  'in the public profile %s is closed, whatever the sandbox',
  async (request) => {
    const call = inProcess(await openServer({ profile: 'public' }))
    const body = request.endsWith('tokens') ? { email: 'user@example.com' } : undefined
    const answer = await call(request, { headers: { 'x-sandbox': 'alice' }, body })
    expect(answer.status).toBe(403)
    expect(answer.text).toMatch(/closed in the public profile/)
  },
)

test('in the public profile health answers', async () => {
  const call = inProcess(await openServer({ profile: 'public' }))
  expect((await call('GET /_sandbox/v1/health')).status).toBe(200)
})
