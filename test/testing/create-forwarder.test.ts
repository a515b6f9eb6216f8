import { createServer as createHttpServer, request, type RequestListener } from 'node:http'
import { createServer } from '../../src/index.js'
import { createForwarder } from '../../src/testing/create-forwarder.js'
import { openPort } from '../../src/testing/open-port.js'
import { openSharedPlace } from '../../src/testing/shared-place.js'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A server that behaves as a test wants, behind a forwarder; resolves to the URL of the latter. */
const behind = async (listener: RequestListener, path = ''): Promise<string> => {
  const target = await openPort(listener)
  const forwarder = createForwarder({ url: new URL(target.url + path), sandbox: 'mine' })
  const port = await openPort(forwarder.listener)
  closing.push(target.close, forwarder.close, port.close)
  return port.url
}

/** The error of a request, as Node names it; the answer's status where there is none. */
const outcomeOf = (url: string): Promise<string | number | undefined> =>
  new Promise((resolve) => {
    const sent = request(url, { agent: false }, (answer) => {
      answer.on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      answer.on('end', () => resolve(answer.statusCode))
      answer.resume()
    })
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(`${error.code} ${error.syscall}`))
    sent.end()
  })

test('a message arrives as it was sent, with the name of the sandbox', async () => {
  const url = await behind((message, response) => {
    const { method, url: path, headers } = message
    message.setEncoding('utf8').on('data', (body) => {
      response.writeHead(
        207,
        'Told',
        [
          ['Set-Cookie', 'a=1'],
          ['Set-Cookie', 'b=2'],
        ].flat(),
      )
      response.end(JSON.stringify({ method, path, headers, body }))
    })
  }, '/base/')
  const answer = await fetch(`${url}/a%2Fb?x=1&x=2`, {
    method: 'PUT',
    headers: { 'X-Sandbox': 'other', 'X-Mine': 'yes' },
    body: 'text',
  })
  expect([answer.status, answer.statusText]).toEqual([207, 'Told'])
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  const host = new URL(url).host
  expect(await answer.json()).toMatchObject({
    ...{ method: 'PUT', path: '/base/a%2Fb?x=1&x=2', body: 'text' },
    headers: { 'x-sandbox': 'mine', 'x-mine': 'yes', host },
  })
})

test('a body streams while it is made', async () => {
  let finish = (): void => undefined
  const url = await behind((_message, response) => {
    response.write('first')
    finish = () => void response.end('second')
  })
  const reader = (await fetch(url)).body?.getReader()
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first')
  finish()
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('second')
})

test.each<[string, RequestListener, string | number]>([
  ['reset', (message) => void message.socket.resetAndDestroy(), 'ECONNRESET read'],
  ['closed without an answer', (message) => void message.socket.destroy(), 'ECONNRESET undefined'],
  [
    'broken in the middle of a body',
    (_, response) => {
      response.writeHead(200, { 'Content-Length': 10 })
      response.write('half', () => response.destroy())
    },
    'ECONNRESET',
  ],
])('a connection that is %s breaks in the same way', async (_, listener, outcome) => {
  expect(await outcomeOf(await behind(listener))).toBe(outcome)
})

test('a client that leaves ends the request', async () => {
  const gone = new Promise<void>((resolve) => {
    void behind((message, response) => {
      response.on('close', resolve)
      response.write('wait')
    }).then(async (url) => {
      const leaving = new AbortController()
      await fetch(url, { signal: leaving.signal })
      leaving.abort()
    })
  })
  await gone
})

test('a server that has gone is told as 502', async () => {
  const target = createHttpServer()
  const forwarder = createForwarder({ url: new URL('http://127.0.0.1:9'), sandbox: 'mine' })
  const port = await openPort(forwarder.listener)
  closing.push(() => target.close(), forwarder.close, port.close)
  const answer = await fetch(port.url)
  expect(answer.status).toBe(502)
  expect(await answer.json()).toMatchObject({ detail: 'No server answers at http://127.0.0.1:9.' })
})

test('no forwarder where the system knows NAME.localhost', async () => {
  const server = await createServer()
  closing.push(server.close)
  const url = new URL((await server.listen()).url)
  const asked: string[] = []
  const resolves = async (name: string) => asked.push(name) > 0
  const place = await openSharedPlace({ url, token: undefined, resolves }, { name: 'named' })
  closing.push(place.release)
  expect(asked).toEqual(['named.localhost'])
  expect(place.url).toBe(`http://named.localhost:${url.port}`)
  const below = new URL('/app', url)
  const other = await openSharedPlace({ url: below, token: undefined, resolves }, {}).catch(
    (error: unknown) => error,
  )
  // Below a path an origin cannot say it.
  expect(asked).toHaveLength(1)
  expect(other).toBeInstanceOf(Error)
})
