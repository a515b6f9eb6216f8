import { get, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { bystander } from './support/bystander.js'
import { openServer } from './support/open-server.js'

const contract = {
  openapi: '3.0.3',
  info: { title: 'Pets', version: '1' },
  paths: {
    '/pets': { get: { operationId: 'listPets', responses: { 204: { description: '' } } } },
    '/feed': {
      get: {
        operationId: 'readFeed',
        responses: {
          200: {
            description: '',
            content: {
              'application/jsonl': { example: Array.from({ length: 3 }, (_, n) => ({ n })) },
            },
          },
        },
      },
    },
  },
}

const events = '/_sandbox/v1/journal/events'

const listening = async () => {
  const server = await openServer({ contract })
  const { port } = await server.listen({ host: '127.0.0.1' })
  return { server, call: bystander(server), url: `http://127.0.0.1:${port}` }
}

/** A stream of events over a connection of its own, and what has come until now. */
const open = async (url: string, headers: Readonly<Record<string, string>> = {}) => {
  const request = get(url, { headers, agent: false })
  request.on('error', () => undefined)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const stream = { request, response, text: '' }
  response.setEncoding('utf8').on('data', (chunk: string) => (stream.text += chunk))
  const until = async (done: (text: string) => boolean) => {
    while (!done(stream.text)) await once(response, 'data')
    return stream.text
  }
  const ids = async (last: number) =>
    (await until((text) => text.includes(`id: ${last}\n`)))
      .match(/^id: (\d+)$/gm)
      ?.map((line) => Number(line.slice(4)))
  return { ...stream, until, ids }
}

test('events come as they happen, to everybody who watches, with what came before', async () => {
  const { call, url } = await listening()
  await call('GET /pets')
  const all = await open(url + events)
  expect(all.response.headers).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
  })
  const failed = await open(`${url}${events}?unmatched=true`)
  const later = await open(`${url}${events}?after=1`, {})
  const again = await open(url + events, { 'last-event-id': '1' })
  await call('GET /dogs')
  await call('GET /pets')
  await call('GET /cats')
  expect(await all.ids(4)).toEqual([1, 2, 3, 4])
  expect(await failed.ids(4)).toEqual([2, 4])
  expect(await later.ids(4)).toEqual([2, 3, 4])
  expect(await again.ids(4)).toEqual([2, 3, 4])
  const data = /^data: (.*)$/m.exec(await failed.until((text) => text.includes('id: 4')))?.[1] ?? ''
  expect(JSON.parse(data)).toMatchObject({ number: 2, refusal: { code: 'path-unknown' } })
  await Promise.all(
    [all, failed, later, again].map(({ request }) => {
      request.destroy()
      return once(request, 'close')
    }),
  )
})

test('a server that closes ends streams and waits at once', async () => {
  const { server, url } = await listening()
  const stream = await open(url + events)
  await stream.until((text) => text.includes('retry'))
  const waiting = fetch(`${url}/_sandbox/v1/journal/wait?timeoutMs=60000`)
  const mail = fetch(`${url}/_sandbox/v1/outbox/wait?kind=password-reset&timeoutMs=60000`)
  // Both are waiting when a later request has been answered.
  await (await fetch(`${url}/_sandbox/v1/health`)).text()
  await server.close()
  for (const answer of [await waiting, await mail]) {
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ code: 'server-closing' })
  }
  if (!stream.response.complete) await once(stream.response, 'end')
  expect(stream.response.complete).toBe(true)
})

test('nothing of whoever goes away stays behind', async () => {
  const { server, call, url } = await listening()
  const gone = new AbortController()
  const waiting = fetch(`${url}/_sandbox/v1/journal/wait?timeoutMs=60000`, { signal: gone.signal })
  const stream = await open(url + events)
  await stream.until((text) => text.includes('retry'))
  gone.abort()
  await expect(waiting).rejects.toThrow('abort')
  stream.request.destroy()
  await call('GET /pets')
  // It would wait for requests that are not over.
  await server.close()
  expect(stream.text).not.toContain('event:')
})

test('who watches without a port ends it with cancel or an abort', async () => {
  const { server, call } = await listening()
  const gone = new AbortController()
  const address = `http://localhost${events}`
  const first = await server.fetch(new Request(address))
  const reader = first.body?.getReader()
  await reader?.read()
  const pending = reader?.read()
  await reader?.cancel()
  expect(await pending).toMatchObject({ done: true })
  const second = await server.fetch(new Request(address, { signal: gone.signal }))
  const text = second.text()
  gone.abort()
  await call('GET /pets')
  expect(await text).toBe('retry: 1000\n\n')
})

test('HEAD begins no stream', async () => {
  const { call } = await listening()
  expect((await call(`HEAD ${events}`)).status).toBe(200)
})

test('a reply that streams is in the journal when it has ended, or when nobody wants more of it', async () => {
  const { call, server, url } = await listening()
  expect(await (await fetch(`${url}/feed`)).text()).toBe('{"n":0}\n{"n":1}\n{"n":2}\n')
  const half = await server.fetch(new Request('http://localhost/feed'))
  const reader = half.body?.getReader()
  await reader?.read()
  const journal = () => server.sandbox().journal({ operationId: 'readFeed' })
  expect(journal()).toMatchObject([{ response: { status: 200, bodyBytes: 24 } }])
  await reader?.cancel()
  expect(journal()).toHaveLength(2)
  expect(journal()[0]?.response.body).toBe('{"n":0}\n{"n":1}\n{"n":2}\n')
  await call('HEAD /feed')
  expect(journal()).toHaveLength(3)
})

test('the beginning of long bodies is kept, with the length of the whole', async () => {
  const { call, server } = await listening()
  const body = 'ä'.repeat(40_000)
  await call('POST /nothing', { body, headers: { 'content-type': 'text/plain' } })
  const [entry] = server.sandbox().journal()
  expect(entry?.request.bodyBytes).toBe(80_000)
  expect(entry?.request.body).toBe('ä'.repeat(32_768))
  expect(entry).not.toHaveProperty('curl')
})

test('bytes that are no text are base64', async () => {
  const { server } = await listening()
  await server.fetch(
    new Request('http://localhost/nothing', { method: 'POST', body: new Uint8Array([0, 255, 10]) }),
  )
  const [entry] = server.sandbox().journal()
  expect(entry?.request).toMatchObject({ body: 'AP8K', isBinary: true, bodyBytes: 3 })
})
