import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { createServer } from '../../src/index.js'

const contract = join(__dirname, '../fixtures/faults/contract.yaml')

const opened = async () => {
  const server = await createServer({ contract })
  const { credential } = await server.credential({ scheme: 'bearer' })
  return async (line: string, body: unknown, type = 'application/json') => {
    const [method = '', path = ''] = line.split(' ')
    const headers = { authorization: `Bearer ${credential}`, 'content-type': type }
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
    const reply = await server.fetch(new Request(`http://localhost${path}`, init))
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> }
  }
}

const project = { name: 'A', code: 'AB-1', status: 'active', summary: 'old', position: [8.5, 47.3] }

test('a tuple (prefixItems) is kept, item by item', async () => {
  const call = await opened()
  const { body: made } = await call('POST /projects', project)
  expect(made['position']).toEqual([8.5, 47.3])
  const path = `/projects/${String(made['id'])}`
  expect((await call(`PUT ${path}`, { ...project, position: [0, -1] })).body['position']).toEqual([
    0, -1,
  ])
  expect((await call(`GET ${path}`, undefined)).body['position']).toEqual([0, -1])
})

test('null in a merge patch is the value of a required member that can be null', async () => {
  const call = await opened()
  const { body: made } = await call('POST /projects', project)
  const path = `/projects/${String(made['id'])}`
  const merged = await call(`PATCH ${path}`, { summary: null }, 'application/merge-patch+json')
  expect(merged).toMatchObject({ status: 200, body: { name: 'A', summary: null } })
})
