import { createServer as createHttpServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { inProcess, logIn, overPort } from './support/call.js'
import { openServer } from './support/open-server.js'

const closers: (() => Promise<unknown>)[] = []
afterEach(() => Promise.all(closers.splice(0).map((close) => close())))

const serve = async (listener: RequestListener): Promise<string> => {
  const server = createHttpServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  )
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe.each(['without a body parser', 'after express.json()'])('in Express 5, %s', (parser) => {
  const open = async (at = '/') => {
    const server = await openServer()
    const app = express()
    if (parser === 'after express.json()') app.use(express.json())
    app.get('/mine', (_request, response) => void response.send('mine'))
    app.use(at, server.middleware())
    return { server, url: await serve(app) }
  }

  test('every surface answers, and the application keeps its routes', async () => {
    const { url } = await open()
    const call = overPort(url)
    const token = await logIn(call)
    expect((await call('GET /auth/user', { token })).status).toBe(200)
    const body = { email: 'j@x.y', firstName: 'J', lastName: 'D', role: 'R', password: 'pw' }
    expect((await call('POST /user', { token, body })).status).toBe(201)
    expect((await call('GET /_sandbox/v1/health')).status).toBe(200)
    expect(await (await fetch(`${url}/mine`)).text()).toBe('mine')
    expect((await call('POST /auth/logout', { token })).status).toBe(200)
  })

  test('mounted at a path, its cookies are sent back there alone', async () => {
    const { url } = await open('/api/sandbox')
    const cookieOf = async (path: string) => {
      const response = await fetch(`${url}/api/sandbox${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'user@example.com', password: 'password123' }),
      })
      return /Path=([^;]*)/.exec(response.headers.get('set-cookie') ?? '')?.[1]
    }
    expect(await cookieOf('/auth/login')).toBe('/api/sandbox/')
    expect(await cookieOf('/@team/auth/login')).toBe('/api/sandbox/@team/')
    const mock = '/_mock/apis/authentication/openapi'
    expect(await cookieOf(`${mock}/auth/login`)).toBe(`/api/sandbox${mock}/`)
  })

  test('mounted at a path, it is the base path', async () => {
    const { url } = await open('/api/sandbox')
    const login = await fetch(`${url}/api/sandbox/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'user@example.com', password: 'password123' }),
    })
    expect(login.status).toBe(200)
    expect((await fetch(`${url}/auth/login`, { method: 'POST' })).status).toBe(404)
  })

  test('what breaks the contract is refused as without Express', async () => {
    const { url } = await open()
    const answer = await overPort(url)('POST /auth/login', { body: {} })
    expect(answer.status).toBe(400)
    const { violations } = answer.body as { violations: { pointer: string }[] }
    expect(violations.map(({ pointer }) => pointer)).toEqual(['/email', '/password'])
    const plain = await fetch(`${url}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'x',
    })
    expect(plain.status).toBe(415)
  })
})

test('after other parsers: text, bytes and forms', async () => {
  const server = await openServer()
  const app = express()
  app.use(express.text({ type: 'application/json' }), server.middleware())
  await logIn(overPort(await serve(app)))
  const raw = express()
  raw.use(express.raw({ type: 'application/json' }), server.middleware())
  await logIn(overPort(await serve(raw)))
})

test('the application answers for its own host', async () => {
  const server = await openServer()
  const { port } = new URL(await serve(server.middleware()))
  const answer = await fetch(`http://127.0.0.1:${port}/_sandbox/v1/health`, {
    headers: { 'x-forwarded-host': 'api.example' },
  })
  expect(answer.status).toBe(200)
})

test('an internal failure goes to next(), or ends the connection where there is none', async () => {
  const server = await openServer()
  const app = express()
  app.use((_request, response, next) => {
    // As a broken compression middleware would.
    response.writeHead = () => {
      throw new Error('no head')
    }
    next()
  })
  app.use(server.middleware())
  const seen: string[] = []
  const handler: express.ErrorRequestHandler = (error: Error, _request, response, _next) => {
    seen.push(error.message)
    response.destroy()
  }
  app.use(handler)
  await expect(fetch(`${await serve(app)}/_sandbox/v1/health`)).rejects.toThrow()
  expect(seen).toEqual(['no head'])
  const bare = await serve((request, response) => {
    response.writeHead = () => {
      throw new Error('no head')
    }
    server.middleware()(request, response)
  })
  await expect(fetch(`${bare}/_sandbox/v1/health`)).rejects.toThrow()
  expect((await inProcess(server)('GET /_sandbox/v1/health')).status).toBe(200)
})
