import express from 'express'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ServerOptions } from '../../src/index.js'
import { inProcess } from './support/call.js'
import { openServer } from './support/open-server.js'

const controlToken = 'a-token-0123456789'

/** The status of an answer of a listening server, without judging it. */
const status = async (url: string, headers: Record<string, string> = {}) =>
  (await fetch(`${url}/_sandbox/v1/outbox`, { headers })).status

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

test('on loopback nobody is asked', async () => {
  const server = await openServer()
  const { url } = await server.listen()
  expect(await status(url)).toBe(200)
  expect(await status(url, bearer('whatever'))).toBe(200)
})

test.each<[string, Partial<ServerOptions>, string]>([
  ['beyond loopback', { profile: 'local' }, '0.0.0.0'],
  ['behind a public URL', { publicUrl: 'https://sandbox.example.com' }, '127.0.0.1'],
  ['where one is given', { controlToken }, '127.0.0.1'],
])('%s it is asked for', async (_where, options, host) => {
  const server = await openServer(options as ServerOptions)
  const { port } = await server.listen({ host })
  const url = `http://127.0.0.1:${port}`
  const token = server.controlToken
  expect(token).toMatch(options.controlToken === undefined ? /^[a-z2-7]{26}$/ : /^a-token/)
  expect(await status(url)).toBe(401)
  for (const wrong of [`${token}x`, token.slice(1), '', `${token} ${token}`])
    expect([wrong, await status(url, bearer(wrong))]).toEqual([wrong, 401])
  expect(await status(url, { authorization: `Basic ${token}` })).toBe(401)
  expect(await status(url, bearer(token))).toBe(200)
  expect(await status(url, { authorization: `bearer ${token}` })).toBe(200)
  expect((await fetch(`${url}/_sandbox/v1/health`)).status).toBe(200)
  expect((await fetch(`${url}/auth/user`)).status).toBe(401)
  // Whoever runs the server needs none.
  expect((await inProcess(server)('GET /_sandbox/v1/outbox')).status).toBe(200)
})

test('it is another one for each server', async () => {
  const [one, two] = [await openServer(), await openServer()]
  expect(one.controlToken).not.toBe(two.controlToken)
})

test('a page of this origin is told to present it, and one from elsewhere never may', async () => {
  const server = await openServer({ profile: 'local' })
  const { port } = await server.listen({ host: '0.0.0.0' })
  const reset = (origin: string, headers: Record<string, string>) =>
    fetch(`http://127.0.0.1:${port}/_sandbox/v1/reset`, {
      method: 'POST',
      headers: { origin, ...headers },
    })
  const own = { 'sec-fetch-site': 'same-origin' }
  const elsewhere = 'http://192.168.1.7:4010'
  expect((await reset(elsewhere, own)).status).toBe(401)
  expect((await reset(elsewhere, { ...own, ...bearer(server.controlToken) })).status).toBe(204)
  expect((await reset('https://evil.test', bearer(server.controlToken))).status).toBe(403)
})

test('an embedding application asks whoever comes from elsewhere', async () => {
  const server = await openServer()
  const app = express().use(server.middleware())
  const http = createHttpServer(app)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const ask = (host: string, token = '') =>
    new Promise<number>((resolve, reject) => {
      const { port } = http.address() as AddressInfo
      import('node:http').then(({ get }) =>
        get(
          {
            port,
            host: '127.0.0.1',
            path: '/_sandbox/v1/outbox',
            headers: { host, ...bearer(token) },
          },
          (response) => resolve(response.resume().statusCode ?? 0),
        ).on('error', reject),
      )
    })
  try {
    expect(await status(url)).toBe(200)
    expect(await ask('app.example.com')).toBe(401)
    expect(await ask('app.example.com:8080', server.controlToken)).toBe(200)
    expect(await ask('[::1]:8080')).toBe(200)
  } finally {
    http.close()
    http.closeAllConnections()
  }
})

test.each([
  ['too-short', 'option-unsafe'],
  ['aaaaaaaaaaaaaaaaaaaaaaaa', 'option-unsafe'],
  ['with a space in it 123', 'option-invalid'],
  ['', 'option-invalid'],
])('%j is refused beyond loopback', async (weak, code) => {
  await expect(openServer({ profile: 'public', controlToken: weak })).rejects.toMatchObject({
    code,
  })
})

test('on loopback it may be short, until the server is opened to others', async () => {
  const server = await openServer({ controlToken: 'dev', profile: 'local' })
  const { url } = await server.listen()
  expect(await status(url)).toBe(401)
  expect(await status(url, bearer('dev'))).toBe(200)
  await expect(server.listen({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'option-unsafe' })
})
