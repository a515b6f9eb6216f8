import { readFileSync } from 'node:fs'
import { inProcess, ways } from './support/call.js'
import { openServer } from './support/open-server.js'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

test.each(ways)('health tells the version and what is served, %s', async (_way, reach) => {
  const call = await reach(await openServer())
  const answer = await call('GET /_sandbox/v1/health')
  expect(answer.status).toBe(200)
  expect(answer.body).toEqual({
    status: 'ok',
    version,
    contracts: [
      {
        title: 'HeyDonto Authentication Documentation',
        version: '1.0',
        slug: 'apis/authentication/openapi',
        operations: 11,
      },
    ],
  })
})

test('what the control API does not have is said as everywhere', async () => {
  const call = inProcess(await openServer())
  const wrong = await call('DELETE /_sandbox/v1/health')
  expect(wrong.status).toBe(405)
  expect(wrong.headers.get('allow')).toBe('GET, HEAD, OPTIONS')
  const unknown = await call('GET /_sandbox/v1/helth')
  expect(unknown.status).toBe(404)
  expect(unknown.body).toMatchObject({
    nearest: expect.arrayContaining(['/_sandbox/v1/health']),
  })
})
