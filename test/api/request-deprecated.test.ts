import { prettyLine } from '../../src/cli/pretty-line.js'
import { createPaint } from '../../src/cli/paint.js'
import { ask } from '../mock/ask.js'
import { openLoggedServer } from './support/open-server.js'

const schema = { type: 'string' }
const contract = {
  openapi: '3.0.3',
  info: { title: 'Old', version: '1' },
  paths: {
    '/old': {
      get: {
        parameters: [
          { name: 'limit', in: 'query', deprecated: true, schema },
          { name: 'X-Page', in: 'header', deprecated: true, schema },
          { name: 'size', in: 'query', schema },
        ],
        responses: { 204: { description: '' } },
      },
    },
  },
}

test.each([
  ['/old?limit=1', ['query limit']],
  ['/old?size=1', undefined],
  ['/_mock/old/old?size=1', undefined],
  ['/_mock/old/old?limit=1', ['query limit']],
])('%s: the log tells of %j', async (path, deprecated) => {
  const { server, log } = await openLoggedServer({ contract })
  const { status, headers } = await ask(server, `GET ${path}`)
  expect([status, headers.get('deprecation')]).toEqual([204, null])
  const entry = log.find(({ request }) => request)
  expect(entry?.request?.deprecated).toEqual(deprecated)
  expect(entry?.level).toBe(deprecated ? 'warn' : 'info')
})

test('a header as well, and people can read it', async () => {
  const { server, log } = await openLoggedServer({ contract })
  await ask(server, 'GET /old', { headers: { 'x-page': '2' } })
  const [line] = log.filter(({ request }) => request)
  expect(line && prettyLine(line, createPaint(false))).toMatch(/- header X-Page is deprecated$/)
})
