import { createServer, type AnyRequest } from '../../src/index.js'

const scheme = (security: object) => ({
  openapi: '3.0.3',
  info: { title: 'Keys', version: '1' },
  components: { securitySchemes: { it: security } },
  paths: {
    '/thing': {
      get: {
        operationId: 'getThing',
        security: [{ it: [] }],
        responses: { 200: { description: 'OK', content: { 'application/json': { schema: {} } } } },
      },
    },
  },
})

const basic = `Basic ${Buffer.from('a:b').toString('base64')}`

const schemes: [string, object, string, Record<string, string>][] = [
  ['a key in a header', { type: 'apiKey', in: 'header', name: 'X-Key' }, '', { 'x-key': '1' }],
  ['a key in the query', { type: 'apiKey', in: 'query', name: 'key' }, '?key=1', {}],
  ['a key in a cookie', { type: 'apiKey', in: 'cookie', name: 'key' }, '', { cookie: 'key=1' }],
  ['basic', { type: 'http', scheme: 'basic' }, '', { authorization: basic }],
  ['a bearer', { type: 'http', scheme: 'bearer' }, '', { authorization: 'Bearer x' }],
]

describe('a handler of a contract whose credentials nobody here could verify', () => {
  test.each(schemes)(
    'is reached with %s, and only with it',
    async (_name, security, query, headers) => {
      const seen: AnyRequest[] = []
      const getThing = (request: AnyRequest) => {
        seen.push(request)
        return { status: 200, body: 'mine' }
      }
      const server = await createServer({ contract: scheme(security), handlers: { getThing } })
      const status = async (path: string, init: Record<string, string>) =>
        (await server.fetch(new Request(`http://localhost${path}`, { headers: init }))).status
      expect(await status('/thing', {})).toBe(401)
      expect(seen).toEqual([])
      expect(await status(`/thing${query}`, headers)).toBe(200)
      expect(seen[0]?.principal).toBeUndefined()
      await server.close()
    },
  )

  test('is reached without any when the mock asks for none', async () => {
    const getThing = () => ({ status: 200, body: 'mine' })
    const contract = scheme({ type: 'http', scheme: 'basic' })
    const server = await createServer({ contract, handlers: { getThing }, mockCredentials: 'off' })
    expect((await server.fetch(new Request('http://localhost/thing'))).status).toBe(200)
    await server.close()
  })
})
