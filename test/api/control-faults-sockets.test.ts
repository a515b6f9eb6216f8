import { execFile } from 'node:child_process'
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import express from 'express'
import supertest from 'supertest'
import { bearer } from '../mock/ask.js'
import { controlOf, type Control } from './support/control-call.js'
import { mockBase } from './support/documented-samples.js'
import { openServer } from './support/open-server.js'

const run = promisify(execFile)

const open = async () => {
  const server = await openServer()
  const { url } = await server.listen()
  return { server, target: `${url}${mockBase}/auth/user`, url, control: controlOf(server) }
}

const breaks: readonly (readonly [string, object, number])[] = [
  ['a reset', { connection: 'reset' }, 56],
  ['an empty answer', { connection: 'empty' }, 52],
  ['a truncated body', { truncateAfterBytes: 10 }, 18],
]

/** What `fetch` or reading its body rejects with, shortened. */
const failureOf = async (sent: Promise<Response>): Promise<unknown[]> => {
  const error: unknown = await sent
    .then((response) => response.text())
    .catch((reason: unknown) => reason)
  const { name, message, cause } = error as TypeError
  return [name, message, (cause as { code?: string }).code]
}

test.each(breaks)('%s is what curl and fetch take for one', async (_, rule, exitCode) => {
  const { server, target, control } = await open()
  await control('POST faults', rule)
  const curl = run('curl', ['-s', target, '-H', 'Authorization: Bearer x'])
  await expect(curl).rejects.toMatchObject({ code: exitCode })
  const overPort = await failureOf(fetch(target, { headers: bearer }))
  const inProcess = failureOf(server.fetch(new Request(target, { headers: bearer })))
  expect(await inProcess).toEqual(overPort)
  await control('DELETE faults')
  expect((await fetch(target, { headers: bearer })).status).toBe(200)
})

/** Sends one request through an agent; resolves to what came, or to the code of the error. */
const send = (agent: Agent, target: string, method = 'GET', body = ''): Promise<unknown> =>
  new Promise((resolve) => {
    const answered = (response: IncomingMessage) => {
      let text = ''
      response.on('data', (bytes: Buffer) => (text += bytes.toString()))
      response.on('end', () => resolve([response.statusCode, text]))
      response.on('error', () => resolve(['broken', text]))
    }
    const sent = httpRequest(target, { agent, method, headers: bearer }, answered)
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    sent.end(body)
  })

test('a connection that is kept alive is broken, and the next request gets a new one', async () => {
  const { target, control } = await open()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const [, whole] = (await send(agent, target)) as [number, string]
  for (const [rule, seen] of [
    [{ connection: 'reset' }, 'ECONNRESET'],
    [{ connection: 'empty' }, 'ECONNRESET'],
    [{ truncateAfterBytes: 10 }, ['broken', whole.slice(0, 10)]],
    [{ truncateAfterBytes: 0 }, ['broken', '']],
    [{ truncateAfterBytes: 10_000 }, [200, whole]],
    [{ drip: { chunkBytes: 60, everyMs: 1 } }, [200, whole]],
  ] as const) {
    await control('PUT faults/one', rule)
    expect(await send(agent, target)).toEqual(seen)
  }
  await control('PUT faults/one', { truncateAfterBytes: 10 })
  expect(await send(agent, target, 'HEAD')).toEqual([200, ''])
  await control('DELETE faults')
  expect(await send(agent, target)).toEqual([200, whole])
  agent.destroy()
})

/** Sends a large body that nobody reads to a login. */
const largeLogin = async (control: Control, url: string, rule: object) => {
  await control('PUT faults/one', rule)
  const target = `${url}/auth/login`
  const agent = new Agent()
  const seen = await send(agent, target, 'POST', JSON.stringify({ email: 'x'.repeat(600_000) }))
  agent.destroy()
  return seen
}

test('what the client still sends does not turn an empty answer into a reset', async () => {
  const { url, control } = await open()
  await control('PUT faults/one', { connection: 'empty' })
  const body = JSON.stringify({ email: 'x'.repeat(100_000) })
  const curl = run('curl', ['-s', `${url}/auth/login`, '-d', body])
  await expect(curl).rejects.toMatchObject({ code: 52 })
  const limited = await largeLogin(control, url, { rateLimit: { requests: 0, perSeconds: 9 } })
  expect(limited).toMatchObject({ 0: 429 })
})

test('the same in an application that embeds the server', async () => {
  const { server, control } = await open()
  const agent = supertest(express().use('/api', server.middleware()))
  const get = () => agent.get(`/api${mockBase}/auth/user`).set(bearer)
  await control('PUT faults/one', { connection: 'reset' })
  await expect(get()).rejects.toMatchObject({ code: 'ECONNRESET' })
  await control('PUT faults/one', { connection: 'empty' })
  await expect(get()).rejects.toThrow('socket hang up')
  await control('PUT faults/one', { truncateAfterBytes: 10 })
  await expect(get()).rejects.toThrow('aborted')
  await control('PUT faults/one', { answer: { status: 503 } })
  expect((await get()).status).toBe(503)
})

test('a stream is truncated and dripped as well', async () => {
  const contract = {
    openapi: '3.1.0',
    info: { title: 'Lines', version: '1' },
    paths: {
      '/lines': {
        get: {
          operationId: 'lines',
          responses: {
            200: {
              description: 'Three.',
              content: { 'application/x-ndjson': { example: [{ a: 1 }, { a: 2 }, { a: 3 }] } },
            },
          },
        },
      },
    },
  }
  const server = await openServer({ contract })
  const { url } = await server.listen()
  const control = controlOf(server)
  const lines = () => fetch(`${url}/lines`).then((response) => response.text())
  const whole = await lines()
  await control('PUT faults/one', { truncateAfterBytes: 10 })
  await expect(lines()).rejects.toThrow('terminated')
  await control('PUT faults/one', { drip: { chunkBytes: 3, everyMs: 1 } })
  expect(await lines()).toBe(whole)
})
