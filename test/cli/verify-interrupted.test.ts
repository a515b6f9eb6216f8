import { EventEmitter } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './run-command.js'

const pet = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } }
const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const own = { type: 'object', properties: { ...pet.properties, id: { type: 'integer' } } }
const petId = { name: 'petId', in: 'path', required: true, schema: { type: 'integer' } }
const contract = {
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  paths: {
    '/pets': {
      post: { requestBody: json(pet), responses: { 201: { description: '', ...json(own) } } },
    },
    '/pets/{petId}': {
      parameters: [petId],
      get: { responses: { 200: { description: '', ...json(own) } } },
      delete: { responses: { 204: { description: '' } } },
    },
  },
}

test('an interrupted run sends no more than what takes away what it made, and ends with 130', async () => {
  const signals = new EventEmitter()
  const there = new Set<string>()
  let made = 0
  const server = createServer((request, reply) => {
    const answer = (status: number, body?: object) => {
      reply.writeHead(status, body ? { 'Content-Type': 'application/json' } : {})
      reply.end(body && JSON.stringify(body))
    }
    const id = /^\/pets\/(.+)/.exec(request.url ?? '')?.[1] ?? ''
    request.resume()
    if (request.method === 'POST') {
      there.add(String(++made))
      signals.emit('SIGINT')
      return answer(201, { id: made, name: 'x' })
    }
    if (request.method === 'DELETE') return answer(there.delete(id) ? 204 : 404)
    return there.has(id) ? answer(200, { id: Number(id), name: 'x' }) : answer(404)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const folder = await mkdtemp(join(tmpdir(), 'openapi-sandbox-interrupted-'))
  const file = join(folder, 'pets.json')
  await writeFile(file, JSON.stringify(contract))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { code, err, out } = await runCommand(['verify', file, '--base', base], '', {}, signals)
  expect([code, made, [...there]]).toEqual([130, 1, []])
  expect(err.join('\n')).toContain('Stopping')
  // What is not known is not praised.
  expect(out[0]).toMatch(/^No finding, but \d+ of \d+ cases proved nothing\.$/)
  expect(out[1]).toMatch(/, [1-9]\d* skipped;/)
  server.close()
  await rm(folder, { recursive: true })
})
