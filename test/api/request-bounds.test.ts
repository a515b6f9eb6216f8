import { ask } from '../mock/ask.js'
import { openServer, openLoggedServer } from './support/open-server.js'

const list = { type: 'array', items: { type: 'string' }, maxItems: 200 }
const query = (name: string, schema: object, more: object = {}) => ({
  name,
  in: 'query',
  schema,
  ...more,
})
const text = { type: 'string' }
const said = {
  description: 'It',
  content: { 'application/json': { schema: {}, example: { to: 'x' } } },
}
const contract = {
  openapi: '3.0.3',
  info: { title: 'Bounds', version: '1' },
  paths: {
    '/q': {
      get: {
        parameters: [
          query('a', list),
          query(
            'deep',
            { type: 'object', additionalProperties: {} },
            { style: 'deepObject', explode: true },
          ),
          query('rows', list, { style: 'deepObject', explode: true }),
        ],
        responses: { 200: said },
      },
    },
    '/to/{to}': {
      get: {
        parameters: [
          { name: 'to', in: 'path', required: true, schema: { ...text, maxLength: 20 } },
        ],
        responses: {
          200: {
            ...said,
            headers: {
              Location: { schema: { type: 'string' }, example: '/to/x' },
              'Content-Disposition': {
                schema: { type: 'string' },
                example: 'attachment; filename="x\r\nX-Evil: 1"',
              },
            },
          },
        },
      },
    },
    '/form': {
      post: {
        requestBody: {
          content: {
            'multipart/form-data': {
              schema: { type: 'object', properties: { f: { type: 'integer' } } },
            },
          },
        },
        responses: { 200: said },
      },
    },
  },
}

const brackets = (count: number) => '[b]'.repeat(count)

test.each([
  ['10,000 parameters', `a=1${'&a=1'.repeat(9999)}`, 400],
  ['10,000 items in brackets', `a[]=1${'&a[]=1'.repeat(9999)}`, 400],
  ['a far index', 'rows[99999999]=x', 200],
  ['far indices', Array.from({ length: 900 }, (_, at) => `rows[${at}99999]=x`).join('&'), 422],
  ['100,000 commas', `a=${','.repeat(100_000)}`, 422],
  ['50 brackets', `deep${brackets(50)}=1`, 200],
  ['20,000 brackets', `deep${brackets(20_000)}=1`, 200],
  ['20,000 open brackets', `deep${'['.repeat(20_000)}=1`, 200],
])('%s: a %i, and little work', async (_, search, status) => {
  const server = await openServer({ contract, maxBody: 1_000_000 })
  const before = process.cpuUsage()
  expect((await ask(server, `GET /q?${search}`)).status).toBe(status)
  // What grows with the square of it would take minutes.
  const { user } = process.cpuUsage(before)
  expect(user / 1000).toBeLessThan(2000)
})

const evil = 'a%0D%0AX-Evil:%201'

test('line ends of a request, or of an example, begin no header and no line of the log', async () => {
  const { server, log } = await openLoggedServer({ contract, strictExamples: false })
  const found = await ask(server, `GET /to/${evil}`)
  expect(found).toMatchObject({ status: 200, json: { to: 'a\r\nX-Evil: 1' } })
  const refused = await ask(server, `GET /to/${evil}${'x'.repeat(20)}`)
  expect(refused.status).toBe(422)
  const form = await server.fetch(
    new Request('http://localhost/form', {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: `--x\r\nContent-Disposition: form-data; name="f%0D%0AX-Evil: 1"\r\n\r\n1\r\n--x--`,
    }),
  )
  for (const { headers } of [found, refused, form]) {
    expect(headers.has('x-evil')).toBe(false)
    for (const value of headers.values()) expect(value).not.toMatch(/[\r\n]/)
  }
  expect(found.headers.get('content-disposition')).toBe('attachment; filename="xX-Evil: 1"')
  expect(log.filter(({ message }) => /[\r\n]/.test(message))).toEqual([])
})
