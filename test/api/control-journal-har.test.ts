import { bystander } from './support/bystander.js'
import { inProcess, logIn } from './support/call.js'
import { harFaults } from './support/har-schema.js'
import { openServer } from './support/open-server.js'

const octets = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
const answer = (content: object) => ({ responses: { 200: { description: '', content } } })

const contract = {
  openapi: '3.0.3',
  info: { title: 'Files', version: '1' },
  paths: {
    '/list': { get: answer({ 'application/json': { example: { names: ['a', 'b'] } } }) },
    '/picture': { get: answer({ 'image/png': { schema: { type: 'string', format: 'binary' } } }) },
    '/blob': {
      post: { requestBody: { content: octets }, responses: { 204: { description: '' } } },
    },
    '/form': {
      post: {
        requestBody: {
          content: { 'application/x-www-form-urlencoded': { schema: { type: 'object' } } },
        },
        responses: { 303: { description: '', headers: { Location: { example: '/list' } } } },
      },
    },
  },
}

interface Entry {
  readonly request: {
    readonly url: string
    readonly postData?: object
    readonly bodySize: number
    readonly cookies: readonly object[]
    readonly queryString: readonly object[]
  }
  readonly response: {
    readonly status: number
    readonly content: { readonly text?: string; readonly encoding?: string; readonly size: number }
    readonly redirectURL: string
    readonly cookies: readonly object[]
    readonly _error?: string
  }
}

const harOf = async (call: ReturnType<typeof bystander>): Promise<readonly Entry[]> => {
  const { body, status } = await call('GET /_sandbox/v1/journal.har')
  expect([status, harFaults(body)]).toEqual([200, []])
  return (body as { log: { entries: Entry[] } }).log.entries
}

test('an empty journal is an archive', async () => {
  expect(await harOf(bystander(await openServer({ contract })))).toEqual([])
})

test('exchanges of every kind are entries', async () => {
  const server = await openServer({ contract })
  const call = bystander(server)
  const fault = (rule: object) => call('POST /_sandbox/v1/faults', { body: { times: 1, ...rule } })
  await call('GET /list?sort=a&sort=b%20c&flag', { headers: { cookie: 'theme=dark; lang="en"' } })
  await call('POST /form', {
    body: 'a=1',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  await server.fetch(
    new Request('http://localhost/blob', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array([0xff, 0, 0xfe]),
    }),
  )
  await call('GET /picture')
  await call('GET /lisst')
  await fault({ drip: { chunkBytes: 4, everyMs: 1 } })
  await call('GET /list')
  await fault({ truncateAfterBytes: 3 })
  await expect(call('GET /list')).rejects.toThrow()
  await fault({ connection: 'reset' })
  await expect(call('GET /list')).rejects.toThrow()
  const [list, form, blob, picture, unknown, dripped, cut, reset] = await harOf(call)
  expect(list?.request).toMatchObject({
    url: 'http://localhost/list?sort=a&sort=b%20c&flag',
    cookies: [
      { name: 'theme', value: '***' },
      { name: 'lang', value: '***' },
    ],
    queryString: [
      { name: 'sort', value: 'a' },
      { name: 'sort', value: 'b c' },
      { name: 'flag', value: '' },
    ],
  })
  expect(list?.response.content).toMatchObject({ size: 19, text: '{"names":["a","b"]}' })
  expect(form).toMatchObject({
    request: { postData: { mimeType: 'application/x-www-form-urlencoded', text: 'a=1' } },
    response: { status: 303, redirectURL: '/list', content: { size: 0 } },
  })
  expect(blob?.request).toMatchObject({
    postData: { mimeType: 'application/octet-stream', text: '/wD+', _encoding: 'base64' },
    bodySize: 3,
  })
  expect(picture?.response.content).toMatchObject({ mimeType: 'image/png' })
  expect(unknown?.response).toMatchObject({ status: 404 })
  expect(dripped?.response).toMatchObject({ status: 200, content: list?.response.content })
  expect(cut?.response).toMatchObject({ status: 200 })
  expect(reset?.response).toMatchObject({ status: 0, _error: 'reset' })
})

test('cookies that are set are told, without their values', async () => {
  const server = await openServer()
  await logIn(inProcess(server))
  const [login] = await harOf(bystander(server))
  expect(login?.response.cookies).toEqual([
    expect.objectContaining({ value: '***', path: '/', httpOnly: true }),
  ])
})
