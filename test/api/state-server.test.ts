import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createServer } from '../../src/index.js'
import { openServer, temporaryFolder } from './support/open-server.js'
import { everything, openStateful, stateCall } from './support/state-call.js'

const user = { user: { email: 'new@example.com', name: 'New', password: 'p' } }

test('a handler wins, and shares the store; what it does not answer is answered from state', async () => {
  const tasks = { name: 'resources/everything/projects/tasks', key: () => '' }
  const { call, server } = await openStateful(everything, {
    handlers: { getSettings: () => ({ status: 200, body: { theme: 'dark', language: 'xx' } }) },
  })
  const settings = await call('GET /settings')
  expect([settings.by, settings.body.language]).toEqual(['handler', 'xx'])
  expect((await call('GET /users')).by).toBe('state')
  expect((await call('POST /weather')).by).toBe('mock')

  const [project] = (await call('GET /projects')).body.data
  await call(`POST /projects/${project.id}/tasks`, { title: 'Mine' })
  const kept: number[] = []
  server.sandbox().use('getSettings', async ({ sandbox }) => {
    kept.push((await sandbox.state.list(tasks)).length)
    return { status: 200, body: { theme: 'light' } }
  })
  await call('GET /settings')
  await call(`DELETE /projects/${project.id}`)
  await call('GET /settings')
  expect(kept).toEqual([6, 0])
})

test('state survives a restart and a reload of the contract, and is forgotten by a reset', async () => {
  const folder = await temporaryFolder()
  const contract = join(folder, 'api.yaml')
  const data = join(folder, 'data')
  await writeFile(contract, await readFile(everything, 'utf8'))
  const first = await openServer({ contract, data, state: 'on' })
  const made = (await (await stateCall(first, contract))('POST /users', user)).body.user
  await first.close()

  const second = await openServer({ contract, data, state: 'on' })
  const call = await stateCall(second, contract)
  expect((await call(`GET /users/${made.id}`)).body.user).toEqual(made)
  await writeFile(
    contract,
    (await readFile(everything, 'utf8')).replaceAll(
      'operationId: getUser',
      'operationId: readUser',
    ),
  )
  expect(await second.reload()).toEqual(['api'])
  expect((await call(`GET /users/${made.id}`)).body.user).toEqual(made)
  await second.sandbox().reset()
  expect((await call(`GET /users/${made.id}`)).status).toBe(404)
  await second.close()
})

test('several contracts each have their own', async () => {
  const things = (title: string, path: string) => ({
    openapi: '3.0.3',
    info: { title, version: '1' },
    paths: {
      [path]: {
        get: {
          responses: {
            200: {
              description: 'ok',
              content: {
                'application/json': {
                  schema: {
                    type: 'array',
                    items: {
                      type: 'object',
                      required: ['id'],
                      properties: { id: { type: 'integer' } },
                    },
                  },
                },
              },
            },
          },
        },
      },
      [`${path}/{id}`]: {
        delete: {
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
          responses: { 204: { description: 'ok' } },
        },
      },
    },
  })
  const server = await openServer({
    contract: [things('One', '/a'), things('Two', '/b')],
    state: 'on',
  })
  const get = async (path: string) =>
    ((await (await server.sandbox().fetch(path)).json()) as unknown[]).length
  expect(await get('/a')).toBe(5)
  expect((await server.sandbox().fetch('/a/1', { method: 'DELETE' })).status).toBe(204)
  expect([await get('/a'), await get('/b')]).toEqual([4, 5])
})

const junk: readonly unknown[] = [
  ...[null, true, 7, 1e308, 'text', '', [], [[]], {}, { id: {} }, { name: 5 }, { user: null }],
  ...[{ data: [] }, { data: { attributes: 'x' } }, [{ op: 'move', from: '/a', path: '/a/b' }]],
  ...[[{ op: 'add', path: '/-/x' }], { id: '../../x', name: '\ud800' }, { tags: { length: 9 } }],
  { '': { '': '' }, toString: 1, hasOwnProperty: 2, valueOf: [] },
]

test('nonsense that was let pass is answered all the same, and never with a 5xx', async () => {
  const { server, log } = await openStateful(everything, { validate: 'off' })
  const paths = [
    '/projects',
    '/users',
    '/articles',
    '/events',
    '/labels/x',
    '/settings',
    '/users/41',
  ]
  const queries = [
    'page=-1&size=0',
    'size=x',
    'sort=,-,&fields=,',
    'cursor=%00after--1',
    'q=%ff',
    'tags=',
    'limit=-5&offset=-7',
  ]
  const types = [
    'application/json',
    'application/merge-patch+json',
    'application/json-patch+json',
    'application/vnd.api+json',
  ]
  for (const path of paths) {
    for (const query of queries) {
      const response = await server.fetch(new Request(`http://localhost${path}?${query}`))
      expect([path, query, response.status < 500]).toEqual([path, query, true])
    }
    for (const [index, body] of junk.entries())
      for (const method of ['POST', 'PUT', 'PATCH']) {
        const type = types[index % types.length] as string
        const response = await server.fetch(
          new Request(`http://localhost${path}`, {
            ...{ method, body: JSON.stringify(body) },
            headers: { 'content-type': type, 'if-match': '*' },
          }),
        )
        expect([method, path, body, response.status < 500]).toEqual([method, path, body, true])
      }
  }
  expect(log.filter(({ level }) => level === 'error')).toEqual([])
})

test('where the contract allows no body at all, nothing is written and the answer says why', async () => {
  const bad = { type: 'object', required: ['id', 'no'], properties: { id: {}, no: false } }
  const good = { type: 'object', properties: { id: { type: 'integer' }, name: { type: 'string' } } }
  const json = (schema: object) => ({
    description: '',
    content: { 'application/json': { schema } },
  })
  const post = { requestBody: json(good), responses: { '201': json(bad) } }
  const get = { responses: { '200': json({ type: 'array', items: good }) } }
  const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }]
  const paths = {
    '/pens': { get, post },
    '/pens/{id}': { parameters, get: { responses: { '200': json(good) } } },
  }
  const document = { openapi: '3.1.0', info: { title: 'Pens', version: '1' }, paths }
  const made = async (replyCheck: 'error' | 'warn') => {
    const options = { contract: document, state: 'on', replyCheck, log: () => undefined } as const
    const one = await createServer(options)
    const url = 'http://localhost/pens'
    const before = (await (await one.fetch(new Request(url))).json()) as unknown[]
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ name: 'Red' })
    const answer = await one.fetch(new Request(url, { method: 'POST', headers, body }))
    const after = (await (await one.fetch(new Request(url))).json()) as unknown[]
    await one.close()
    return [answer.status, after.length - before.length, await answer.text()]
  }
  expect(await made('error')).toEqual([501, 0, expect.stringContaining('contract-unsatisfiable')])
  expect((await made('warn')).slice(0, 2)).toEqual([201, 1])
})
