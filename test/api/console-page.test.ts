import express from 'express'
import type { AddressInfo } from 'node:net'
import type { Server } from '../../src/index.js'
import { openServer } from './support/open-server.js'

const get = (server: Server, path: string, headers: Record<string, string> = {}, method = 'GET') =>
  server.fetch(new Request(`http://localhost${path}`, { method, headers, redirect: 'manual' }))

test.each([
  ['/_sandbox/', 'text/html; charset=utf-8', /<div id="console">/],
  ['/@alice/_sandbox/', 'text/html; charset=utf-8', /<div id="console">/],
  ['/_sandbox/console.js', 'text/javascript; charset=utf-8', /Preact/],
  ['/@alice/_sandbox/console.css', 'text/css; charset=utf-8', /:root/],
])('%s is a file of the console', async (path, type, content) => {
  const server = await openServer()
  const answer = await get(server, path)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type])
  expect(await answer.text()).toMatch(content)
  expect(answer.headers.get('x-robots-tag')).toBe('noindex')
  expect(answer.headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  )
  const etag = answer.headers.get('etag') ?? ''
  expect((await get(server, path, { 'if-none-match': `W/${etag}` })).status).toBe(304)
  expect((await get(server, path, { 'if-none-match': '"other"' })).status).toBe(200)
})

test('nothing of the page is written into it: no script, no style, no other origin', async () => {
  const html = await (await get(await openServer(), '/_sandbox/')).text()
  expect(html).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)/)
  expect(html.match(/(?:src|href)="[^"]*"/g)).toEqual([
    expect.stringMatching(/^href="data:image\/svg\+xml,/),
    'href="console.css"',
    'src="console.js"',
  ])
})

test('without the final slash it leads to the page, wherever the server is embedded', async () => {
  const server = await openServer()
  const app = express().use('/app', server.middleware())
  const http = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => http.once('listening', resolve))
  try {
    const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
    const answer = await fetch(`${origin}/app/@alice/_sandbox`)
    expect([answer.status, answer.url]).toEqual([200, `${origin}/app/@alice/_sandbox/`])
  } finally {
    http.close()
    http.closeAllConnections()
  }
})

test('it is read only', async () => {
  const server = await openServer()
  const answer = await get(server, '/_sandbox/', {}, 'POST')
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
  const head = await get(server, '/_sandbox/', {}, 'HEAD')
  expect([head.status, await head.text()]).toEqual([200, ''])
})

test('a link from elsewhere leads there; a page from elsewhere reads and frames nothing', async () => {
  const server = await openServer()
  const from = { 'sec-fetch-site': 'cross-site' }
  const visit = { ...from, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  expect((await get(server, '/_sandbox/', visit)).status).toBe(200)
  expect((await get(server, '/_sandbox/', from)).status).toBe(403)
  expect((await get(server, '/_sandbox/console.js', from)).status).toBe(403)
  expect((await get(server, '/_sandbox/v1/outbox', visit)).status).toBe(403)
  const origin = { ...visit, origin: 'https://evil.example' }
  expect((await get(server, '/_sandbox/', origin)).status).toBe(403)
})

test('in the public profile it is open, and asks for the token itself', async () => {
  const server = await openServer({ profile: 'public' })
  expect((await get(server, '/_sandbox/')).status).toBe(200)
  expect((await get(server, '/@alice/_sandbox/')).status).toBe(200)
})

test('the landing page leads to it', async () => {
  const answer = await get(await openServer(), '/', { accept: 'text/html' })
  expect(await answer.text()).toContain('<a href="/_sandbox/">The console</a>')
})

test('operations are listed with the statuses that they document', async () => {
  const answer = await get(await openServer(), '/_sandbox/v1/operations')
  const { operations } = (await answer.json()) as { operations: { id: string }[] }
  expect(operations).toHaveLength(11)
  expect(operations.find(({ id }) => id === 'AuthController_login')).toMatchObject({
    ...{ contract: 'apis/authentication/openapi', method: 'POST', path: '/auth/login' },
    statuses: expect.arrayContaining(['200']),
  })
})
