import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { users } from '../../src/auth/user.js'
import { openServer, temporaryFolder } from './support/open-server.js'
import { createServer, type AnyHandler, type Server } from '../../src/index.js'

/* eslint-disable @typescript-eslint/no-explicit-any */

const spec = load(readFileSync(join(__dirname, '../../spec/openapi.yaml'), 'utf8')) as any

const team = {
  type: 'object',
  required: ['id', 'name'],
  properties: {
    id: { type: 'integer', readOnly: true },
    name: { type: 'string' },
    createdBy: { type: 'string', readOnly: true },
  },
}
const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const answer = (schema: object) => ({ description: 'So it is.', ...json(schema) })
const security = [{ bearer: [] }]

/** HeyDonto's contract, and a resource that it knows nothing of. */
const extended = {
  ...spec,
  paths: {
    ...spec.paths,
    '/teams': {
      get: {
        operationId: 'listTeams',
        security,
        responses: { 200: answer({ type: 'array', items: team }) },
      },
      post: {
        operationId: 'createTeam',
        security,
        requestBody: { required: true, ...json(team) },
        responses: { 201: answer(team), 409: { description: 'No.' } },
      },
    },
    '/teams/{id}': {
      get: {
        operationId: 'getTeam',
        security,
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
        responses: { 200: answer(team), 404: { description: 'There is none.' } },
      },
    },
  },
}

const calls = (server: Server, sandbox = 'default') => {
  let token = ''
  const call = async (request: string, body?: object) => {
    const [method = '', path = ''] = request.split(' ')
    const response = await server.sandbox(sandbox).fetch(path, {
      method,
      headers: {
        'Content-Type': 'application/json',
        ...(token && { Authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      by: response.headers.get('x-answered-by'),
      body: text === '' ? undefined : JSON.parse(text),
    }
  }
  const logIn = async (email = 'admin@example.com') => {
    const reply = await call('POST /auth/login', { email, password: 'password123' })
    token = reply.body.token
  }
  return { call, logIn }
}

const eve = {
  ...{ email: 'eve@example.com', firstName: 'Eve', lastName: 'Ray' },
  ...{ password: 'secret', role: 'ADMIN' },
}

/** What a sandbox has of both: the addresses of its users, and the names of its teams. */
const worldOf = async ({ call, logIn }: ReturnType<typeof calls>) => {
  await logIn()
  const users = (await call('GET /user?userRole=ADMIN')).body.map((one: any) => one.email)
  const teams = (await call('GET /teams')).body.map((one: any) => one.name)
  return { users, teams }
}

test('handlers and inferred state of one contract share sandbox, reset and restart', async () => {
  const data = await temporaryFolder()
  const first = await createServer({ contract: extended, data, state: 'on' })
  const mine = calls(first)
  const before = await worldOf(mine)
  expect((await mine.call('POST /user', eve)).by).toBe('handler')
  const made = await mine.call('POST /teams', { name: 'Rockets' })
  expect([made.status, made.by, made.body]).toEqual([
    ...[201, 'state'],
    { id: 6, name: 'Rockets', createdBy: '1' },
  ])
  const after = {
    users: [...before.users, 'eve@example.com'],
    teams: [...before.teams, 'Rockets'],
  }
  expect(await worldOf(mine)).toEqual(after)
  expect(await worldOf(calls(first, 'other'))).toEqual(before)
  await first.close()

  const second = await openServer({ contract: extended, data, state: 'on' })
  expect(await worldOf(calls(second))).toEqual(after)
  await second.sandbox().reset()
  expect(await worldOf(calls(second))).toEqual(before)
})

test('a handler that throws undoes what it did to users and to records of state', async () => {
  const make: AnyHandler = async ({ body, sandbox, resources, refuse }) => {
    const { name } = body as { name: string }
    for (const user of await sandbox.state.list(users)) sandbox.state.delete(users, users.key(user))
    await resources.of('teams').insert({ name })
    throw refuse('conflict', 'Too late.')
  }
  const server = await openServer({
    contract: extended,
    state: 'on',
    handlers: { createTeam: make },
  })
  const mine = calls(server)
  const before = await worldOf(mine)
  expect(before.users.length).toBeGreaterThan(0)
  const refused = await mine.call('POST /teams', { name: 'Rockets' })
  expect([refused.status, refused.body.detail]).toEqual([409, 'Too late.'])
  expect(await worldOf(mine)).toEqual(before)
})
