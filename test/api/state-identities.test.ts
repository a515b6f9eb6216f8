import { createServer, type Server } from '../../src/index.js'
import { ContractJudge } from '../support/contract-judge.js'
import { type Step, tell } from './support/story.js'

const documents = {
  identities: 'test/fixtures/state/hostile-identities.yaml',
  paths: 'test/fixtures/state/hostile-paths.yaml',
}

/** What begins with nothing: every record is one that the story made. */
const none = { seed: { resources: {} } }

const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/)
const unknown = '00000000-0000-4000-8000-000000000000'
const title = (text: string) => ({ title: text })

const identities: Readonly<Record<string, readonly Step[]>> = {
  'a uuid, hidden password, Location below the base path': [
    ['GET /users', undefined, 200, []],
    [
      'POST /users',
      { name: 'Ada', password: 'p' },
      201,
      { id: uuid, name: 'Ada', createdAt: time },
    ],
    ['GET /users/$1.0.id', undefined, 422],
    ['GET /users/$2.id', undefined, 200, '$2'],
    ['GET /users', undefined, 200, [{ id: '$2.id', name: 'Ada' }]],
    ['PATCH /users/$2.id', { name: 'Eve' }, 200, { id: '$2.id', name: 'Eve', createdAt: time }],
    [`GET /users/${unknown}`, undefined, 404],
    ['DELETE /users/$2.id', undefined, 204],
    ['GET /users/$2.id', undefined, 404],
    ['PATCH /users/$2.id', { name: 'Eve' }, 404],
    ['GET /users', undefined, 200, []],
  ],
  'below the base path of the server all is the same': [
    [
      'POST /base/v2/users',
      { name: 'Ada', password: 'p' },
      201,
      { id: uuid },
      { has: { location: '/base/v2/users/$1.id' } },
    ],
    ['GET $1#location', undefined, 200, { name: 'Ada' }],
    ['GET /users/$1.id', undefined, 200, { name: 'Ada' }],
    ['DELETE /base/v2/users/$1.id', undefined, 204],
    ['GET /users/$1.id', undefined, 404],
  ],
  'a singleton of each parent': [
    ['POST /users', { name: 'Ada', password: 'p' }, 201],
    ['POST /users', { name: 'Bob', password: 'p' }, 201],
    ['PUT /users/$1.id/preferences', { theme: 'dark', page: 3 }, 200, { theme: 'dark', page: 3 }],
    ['PUT /users/$2.id/preferences', { theme: 'light' }, 200, { theme: 'light' }],
    ['GET /users/$1.id/preferences', undefined, 200, { theme: 'dark', page: 3 }],
    ['PUT /users/$1.id/preferences', { theme: 'dark' }, 200],
    [
      'GET /users/$1.id/preferences',
      undefined,
      200,
      expect.not.objectContaining({ page: expect.anything() }),
    ],
    [`GET /users/${unknown}/preferences`, undefined, 404],
    ['DELETE /users/$1.id', undefined, 204],
    ['GET /users/$1.id/preferences', undefined, 404],
    ['PUT /users/$1.id/preferences', { theme: 'dark' }, 404],
  ],
  'two parameters, one of them inside of an object': [
    [
      'POST /repos',
      { owner: { login: 'ada' }, name: 'engine' },
      201,
      { owner: { login: 'ada' }, name: 'engine', private: false },
      { has: { location: '/repos/ada/engine' } },
    ],
    ['POST /repos', { owner: { login: 'ada' }, name: 'engine' }, 409],
    ['POST /repos', { owner: { login: 'bob' }, name: 'engine', private: true }, 201],
    ['GET /repos/ada/engine', undefined, 200, { private: false }],
    ['GET /repos/bob/engine', undefined, 200, { private: true }],
    ['GET /repos/eve/engine', undefined, 404],
    ['GET /repos', undefined, 200, [{ owner: { login: 'ada' } }, { owner: { login: 'bob' } }]],
    ['DELETE /repos/ada/engine', undefined, 204],
    ['GET /repos/ada/engine', undefined, 404],
    ['GET /repos/bob/engine', undefined, 200],
    ['GET /repos', undefined, 200, [{ owner: { login: 'bob' } }]],
  ],
  'children of an identity of two, numbered below each': [
    ['POST /repos', { owner: { login: 'ada' }, name: 'a b' }, 201],
    ['POST /repos', { owner: { login: 'bob' }, name: 'b' }, 201],
    ['POST /repos/ada/a%20b/issues', title('One'), 201, { number: 1, title: 'One', state: 'open' }],
    ['POST /repos/ada/a%20b/issues', title('Two'), 201, { number: 2 }],
    ['POST /repos/bob/b/issues', title('Other'), 201, { number: 1 }],
    ['PATCH /repos/ada/a%20b/issues/1', { state: 'closed' }, 200, { number: 1, state: 'closed' }],
    ['GET /repos/ada/a%20b/issues?state=open', undefined, 200, [{ number: 2 }]],
    ['GET /repos/bob/b/issues', undefined, 200, [{ number: 1, title: 'Other', state: 'open' }]],
    ['GET /repos/bob/b/issues/2', undefined, 404],
    ['GET /repos/eve/b/issues', undefined, 404],
    ['POST /repos/eve/b/issues', title('x'), 404],
    ['GET /repos/ada/a%20b/commits', undefined, 200, []],
    ['GET /repos/ada/a%20b/commits/0000', undefined, 404],
    ['DELETE /repos/ada/a%20b', undefined, 204],
    ['GET /repos/ada/a%20b/issues/1', undefined, 404],
    ['POST /repos', { owner: { login: 'ada' }, name: 'a b' }, 201],
    ['GET /repos/ada/a%20b/issues', undefined, 200, []],
  ],
  'a name that the client chooses, with what paths cannot hold': [
    ['POST /labels', { name: 'a/b ü?', colour: 'red' }, 201, { name: 'a/b ü?' }],
    ['GET /labels/a%2Fb%20%C3%BC%3F', undefined, 200, { name: 'a/b ü?', colour: 'red' }],
    ['POST /labels', { name: 'a/b ü?', colour: 'blue' }, 409],
    ['GET /labels/a', undefined, 404],
    ['DELETE /labels/a%2Fb%20%C3%BC%3F', undefined, 204],
    ['GET /labels', undefined, 200, []],
  ],
  'an identity with an ending behind it': [
    ['POST /reports.json', title('First'), 201, { id: 1 }],
    ['POST /reports.json', title('Second'), 201, { id: 2 }],
    ['GET /reports/2.json', undefined, 200, { id: 2, title: 'Second' }],
    ['DELETE /reports/1.json', undefined, 204],
    ['GET /reports.json', undefined, 200, [{ id: 2 }]],
    ['GET /reports/1.json', undefined, 404],
  ],
  'an identity inside of another thing': [
    ['POST /members', { user: { id: 'u1', name: 'Ada' }, role: 'admin' }, 201],
    ['POST /members', { user: { id: 'u2' }, role: 'guest' }, 201, { user: { id: 'u2' } }],
    ['GET /members/u1', undefined, 200, { user: { id: 'u1', name: 'Ada' }, role: 'admin' }],
    ['DELETE /members/u1', undefined, 204],
    ['GET /members', undefined, 200, [{ user: { id: 'u2' } }]],
    ['GET /members/u1', undefined, 404],
  ],
  'a slug of the title, that stays when the title changes': [
    ['POST /articles', title('Früh am Morgen!'), 201, { slug: 'fruh-am-morgen' }],
    ['POST /articles', title('Früh am Morgen!'), 201, { slug: 'fruh-am-morgen-2' }],
    ['PUT /articles/fruh-am-morgen', title('Late'), 200, { slug: 'fruh-am-morgen', title: 'Late' }],
    ['GET /articles/fruh-am-morgen', undefined, 200, { title: 'Late' }],
    ['GET /articles/late', undefined, 404],
  ],
  'a text of a pattern': [
    ['POST /invoices', { amount: 3.5 }, 201, { id: expect.stringMatching(/^INV-\d{6}$/) }],
    ['POST /invoices', { amount: 4 }, 201, { amount: 4 }],
    ['GET /invoices/$1.id', undefined, 200, { id: '$1.id', amount: 3.5 }],
    ['GET /invoices', undefined, 200, [{ id: '$1.id' }, { id: '$2.id' }]],
  ],
  'a text of a format': [
    ['POST /sensors', title('Roof'), 201, { address: expect.stringMatching(/^\d+(\.\d+){3}$/) }],
    ['GET /sensors/$1.address', undefined, 200, { title: 'Roof' }],
    ['GET /sensors/elsewhere', undefined, 422],
  ],
  'two names of one thing': [
    ['POST /tickets', title('Lost'), 201, { id: 1, key: expect.stringMatching(/^[A-Z]+-\d+$/) }],
    ['GET /tickets/1', undefined, 200, { title: 'Lost' }],
    ['GET /tickets/$1.key', undefined, 200, { id: 1 }],
    ['DELETE /tickets/$1.key', undefined, 204],
    ['GET /tickets/1', undefined, 404],
  ],
}

const paths: Readonly<Record<string, readonly Step[]>> = {
  'a flat item below a nested collection': [
    [
      'POST /api/v1/warehouses',
      title('North'),
      201,
      { warehouse_id: 1 },
      { has: { location: '/api/v1/warehouses/1' } },
    ],
    ['POST /api/v1/warehouses', title('South'), 201, { warehouse_id: 2 }],
    ['POST /api/v1/warehouses/2/shelves', title('A'), 201, { id: 1, warehouseId: 2 }],
    ['POST /api/v1/warehouses/1/shelves', title('B'), 201, { id: 2, warehouseId: 1 }],
    ['GET /api/v1/shelves/1', undefined, 200, { title: 'A', warehouseId: 2 }],
    ['GET /api/v1/warehouses/1/shelves', undefined, 200, [{ id: 2 }]],
    ['GET /base/v2/api/v1/warehouses/2/shelves', undefined, 200, [{ id: 1 }]],
    ['POST /api/v1/warehouses/9/shelves', title('C'), 404],
    ['DELETE /api/v1/warehouses/2', undefined, 204],
    ['GET /api/v1/shelves/1', undefined, 404],
    ['GET /api/v1/shelves/2', undefined, 200],
    ['GET /api/v1/warehouses', undefined, 200, [{ warehouse_id: 1 }]],
  ],
  'no item can be read': [
    ['POST /webhooks', { url: 'http://a.example' }, 201, { id: 1, url: 'http://a.example' }],
    ['POST /webhooks', { url: 'http://b.example' }, 201, { id: 2 }],
    ['DELETE /webhooks/1', undefined, 204],
    ['DELETE /webhooks/1', undefined, 404],
    ['GET /webhooks', undefined, 200, [{ id: 2, url: 'http://b.example' }]],
  ],
  'nothing lists them': [
    ['POST /uploads', title('Film'), 201, { id: 1 }],
    ['GET /uploads/1', undefined, 200, { title: 'Film' }],
    ['GET /uploads/9007199254740993', undefined, 404],
    ['DELETE /uploads/1', undefined, 204],
    ['GET /uploads/1', undefined, 404],
  ],
  'singletons at the top': [
    ['GET /me', undefined, 200],
    ['PATCH /me', { nickname: 'Io' }, 200, { nickname: 'Io' }],
    ['GET /me', undefined, 200, '$2'],
    ['PUT /settings', { theme: 'dark', page: 2 }, 200, { theme: 'dark', page: 2 }],
    ['PUT /settings', { theme: 'light' }, 200, { theme: 'light' }],
    ['GET /settings', undefined, 200, expect.not.objectContaining({ page: 2 })],
  ],
  'what remembers nothing, and what looks like a collection': [
    ['POST /heartbeats', undefined, 200, { ok: expect.any(Boolean) }, { by: 'mock' }],
    ['GET /maintenance', undefined, 200, undefined, { by: 'mock' }],
    ['GET /banners/top', undefined, 200, undefined, { by: 'mock' }],
    ['GET /api/v1/warehouses-report', undefined, 200, undefined, { by: 'mock' }],
    ['GET /currencies', undefined, 200, []],
    ['GET /api/v1/warehouses', undefined, 200, []],
  ],
}

describe.each([
  ['identities', identities],
  ['paths', paths],
] as const)('%s', (name, stories) => {
  let server: Server
  const judge = new ContractJudge(documents[name])
  beforeAll(async () => {
    server = await createServer({ contract: documents[name], state: 'on', ...none })
  })
  afterAll(() => server.close())

  test.each(Object.keys(stories))('%s', async (story) => {
    const sandbox = `s${Object.keys(stories).indexOf(story)}`
    await tell(server, judge, sandbox, stories[story] as readonly Step[])
  })
})
