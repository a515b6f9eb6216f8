import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseYaml } from '../../src/contract/parse-yaml.js'
import { createServer, type Server } from '../../src/index.js'
import { valueAt } from '../../src/lib/json-pointer.js'
import type { TriedDocument, TriedOperation, TriedServer } from '../support/enriched-request.js'

const thing = { $ref: '#/components/schemas/Thing' }
const one = { content: { 'application/json': { schema: thing } } }
const ok = { 200: { description: 'One', ...one } }

const contract = {
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  servers: [
    { url: 'https://docs.example.com/_mock/things', description: 'Mock' },
    { url: 'https://{place}.example.com', variables: { place: { default: 'api' } } },
    { url: '/relative' },
  ],
  tags: [{ name: 'Things' }, { name: 'Others' }],
  paths: {
    '/things/{id}': {
      servers: [{ url: 'https://path.example.com' }],
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 7 } },
        { name: 'X-Trace', in: 'header', schema: { type: 'string' } },
      ],
      get: { operationId: 'getThing', tags: ['Things'], responses: ok },
      put: {
        operationId: 'putThing',
        tags: ['Things'],
        servers: [{ url: 'https://own.example.com' }, { url: '/mine' }],
        parameters: [{ $ref: '#/paths/~1others/get/parameters/0' }],
        requestBody: {
          content: {
            'text/plain': { schema: { type: 'string' } },
            'application/json': {
              schema: thing,
              examples: { short: { value: { id: 8, name: 'Ann' } }, long: { value: {} } },
            },
          },
        },
        responses: ok,
      },
    },
    '/others': {
      get: {
        operationId: 'listOthers',
        tags: ['Others'],
        parameters: [
          {
            name: 'filter',
            in: 'query',
            required: true,
            content: { 'application/json': { schema: { type: 'object' } } },
          },
        ],
        responses: {
          200: {
            description: 'All',
            content: {
              'application/json': {
                schema: {
                  discriminator: { propertyName: 'kind', mapping: { far: 'Far' } },
                  oneOf: [{ $ref: '#/components/schemas/Near' }],
                },
              },
            },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        properties: { id: { type: 'integer' }, below: thing, name: { type: 'string' } },
      },
      Near: { type: 'object', properties: { kind: { const: 'near' } } },
      Far: { type: 'object', properties: { kind: { const: 'far' } } },
      Unused: { type: 'string' },
    },
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
  },
}

const many = {
  openapi: '3.0.3',
  info: { title: 'Many', version: '1' },
  paths: Object.fromEntries(
    Array.from({ length: 201 }, (_, index) => [
      `/many${index}/{id}`,
      {
        get: {
          operationId: `get${index}`,
          tags: [`Tag ${index % 3}`],
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
          responses: { 204: { description: 'Nothing' } },
        },
      },
    ]),
  ),
}

const folder = mkdtempSync(join(tmpdir(), 'enriched-contract-'))
const written = (name: string, document: unknown): string => {
  const file = join(folder, name)
  writeFileSync(file, JSON.stringify(document))
  return file
}

let server: Server
let own: Server

beforeAll(async () => {
  const files = [written('things.json', contract), written('many.json', many)]
  server = await createServer({ contract: files, data: join(folder, 'data') })
  own = await createServer()
})

afterAll(async () => {
  await server.close()
  await own.close()
  rmSync(folder, { recursive: true })
})

const ask = (path: string, headers: Record<string, string> = {}, from = server) =>
  from.fetch(new Request(`http://localhost${path}`, { headers }))

const documentAt = async (path: string): Promise<TriedDocument> =>
  (await (await ask(path)).json()) as TriedDocument

const urls = (servers: readonly TriedServer[] = []): readonly string[] =>
  servers.map(({ url }) => url)

const local = ['http://localhost/_mock/things', 'http://localhost/@{sandbox}']

test('the servers: this one first, whatever the document, a path or an operation names', async () => {
  const { servers, paths } = await documentAt('/_docs/things/openapi.json')
  // The documented mock is what this server stands for; relative ones would be this server as well.
  expect(urls(servers)).toEqual([...local, 'https://{place}.example.com'])
  expect(servers[1]?.variables).toMatchObject({
    sandbox: { default: expect.stringMatching(/^try-[a-z2-7]{42}$/) },
  })
  expect(urls(paths['/things/{id}']?.['get']?.servers)).toEqual([
    ...local,
    'https://path.example.com',
  ])
  expect(urls(paths['/things/{id}']?.['put']?.servers)).toEqual([
    ...local,
    'https://own.example.com',
  ])
  expect(paths['/things/{id}']).not.toHaveProperty('servers')
})

test('examples of all that is required, and of the body in the media type of the samples', async () => {
  const { paths } = await documentAt('/_docs/things/openapi.json')
  const { get, put } = paths['/things/{id}'] as Record<string, TriedOperation>
  expect(get?.parameters).toEqual([
    { ...contract.paths['/things/{id}'].parameters[0], example: expect.any(Number) },
    contract.paths['/things/{id}'].parameters[1],
  ])
  expect(put?.parameters?.map(({ name }) => name)).toEqual(['filter', 'id', 'X-Trace'])
  expect(paths['/others']?.['get']?.parameters?.[0]?.content).toMatchObject({
    'application/json': { example: {} },
  })
  const contents = put?.requestBody?.content ?? {}
  expect(Object.keys(contents)).toEqual(['application/json', 'text/plain'])
  // Examples that have names stay.
  expect(Object.keys(contents['application/json']?.examples ?? {}).slice(-2)).toEqual([
    'short',
    'long',
  ])
})

test('samples are those of the mock here', async () => {
  const { paths } = await documentAt('/_docs/things/openapi.json')
  const samples = paths['/others']?.['get']?.['x-codeSamples'] ?? []
  expect(samples.map(({ label }) => label)).toHaveLength(11)
  expect(samples[0]).toMatchObject({
    lang: 'curl',
    label: 'curl',
    source: expect.stringContaining('http://localhost/_mock/things/others'),
  })
})

const references = (value: unknown): readonly string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, member]) =>
        name === '$ref' && typeof member === 'string' ? [member] : references(member),
      )

const pointerOf = (ref: string) => decodeURIComponent(ref.slice(1))

test('a page: its operations, and what their references lead to, wherever that stands', async () => {
  const slice = await documentAt('/_docs/things/openapi.json?page=/things/putthing')
  expect(Object.keys(slice.paths)).toEqual(['/things/{id}'])
  expect(Object.keys(slice.paths['/things/{id}'] ?? {})).toEqual(['put'])
  expect(slice).toMatchObject({ tags: [{ name: 'Things' }], components: { schemas: {} } })
  expect(Object.keys(valueAt(slice, '/components/schemas') as object)).toEqual(['Thing'])
  expect(slice.components?.securitySchemes).toEqual(contract.components.securitySchemes)

  const others = await documentAt('/_docs/things/openapi.json?page=/others')
  expect(Object.keys(valueAt(others, '/components/schemas') as object).sort()).toEqual([
    'Far',
    'Near',
  ])
  expect((await ask('/_docs/things/openapi.json?page=/nowhere')).status).toBe(404)
})

test('no reference of a slice leads nowhere', async () => {
  const document = {
    ...contract,
    paths: {
      '/one': { get: { responses: { 200: { $ref: '#/paths/~1two/get/responses/200' } } } },
      '/two': { get: { responses: ok } },
    },
  }
  const moving = await createServer({ contract: written('moving.json', document) })
  const answer = await ask('/_docs/moving/openapi.json?page=/operations/get_one', {}, moving)
  const slice: unknown = await answer.json()
  const found = references(slice)
  expect(found.length).toBeGreaterThan(1)
  expect(found.filter((ref) => valueAt(slice, pointerOf(ref)) === undefined)).toEqual([])
  await moving.close()
})

test('more than 200 operations at once have neither examples nor samples; a page of them has', async () => {
  const whole = await documentAt('/_docs/many/openapi.json')
  expect(Object.keys(whole.paths)).toHaveLength(201)
  expect(whole.paths['/many0/{id}']?.['get']).not.toHaveProperty('x-codeSamples')
  expect(urls(whole.servers)[0]).toBe('http://localhost/_mock/many')
  const page = await documentAt('/_docs/many/openapi.json?page=/tag-0')
  expect(Object.keys(page.paths)).toHaveLength(67)
  expect(page.paths['/many0/{id}']?.['get']).toHaveProperty('x-codeSamples')
})

test('YAML says the same; nothing of it is kept; every origin may read it', async () => {
  const json = await ask('/@ann/_docs/things/openapi.json', { origin: 'https://docs.example.com' })
  expect(json.headers.get('cache-control')).toBe('no-store')
  expect(json.headers.get('access-control-allow-origin')).toBe('https://docs.example.com')
  const yaml = await ask('/@ann/_docs/things/openapi.yaml')
  expect(yaml.headers.get('content-type')).toMatch('application/yaml')
  const again = await ask('/@ann/_docs/things/openapi.json')
  expect(parseYaml(await yaml.text(), 100).value).toEqual(await again.json())
})

const setPassword =
  '/apis/authentication/openapi/openapi.json?page=/authentication/authcontroller_setpassword'

const told = async (path: string, headers = {}, from = own) => {
  const document = (await (await ask(path, headers, from)).json()) as TriedDocument
  const media =
    document.paths['/auth/set-password']?.['post']?.requestBody?.content['application/json']
  const { token } = (media?.example ?? {}) as { token?: string }
  return { sandbox: document.servers[1]?.variables?.['sandbox']?.default, token }
}

test('tokens are told to whoever may ask for them elsewhere as well, and to nobody else', async () => {
  const [mail] = await own.sandbox('ann').outbox()
  expect(await told(`/@ann${setPassword}`)).toEqual({ sandbox: 'ann', token: mail?.token })
  const foreign = await told(`/@ann${setPassword}`, { origin: 'https://evil.example' })
  expect(foreign.sandbox).toMatch(/^try-/)
  expect(foreign.token).not.toBe(mail?.token)
  // A name that was given is all it takes.
  const { sandbox: given } = await told(setPassword)
  const mine = await told(`/@${given}${setPassword}`, { origin: 'https://evil.example' })
  expect(mine.sandbox).toBe(given)
  expect((await told(`/@try-${'a'.repeat(42)}${setPassword}`)).sandbox).not.toBe(
    `try-${'a'.repeat(42)}`,
  )

  const open = await createServer({ profile: 'public' })
  expect((await told(`/@ann${setPassword}`, {}, open)).sandbox).toMatch(/^try-/)
  await open.close()
})

test('looking writes nothing', async () => {
  await documentAt('/@looked/_docs/things/openapi.json')
  await documentAt('/_docs/things/openapi.json')
  const worlds = join(folder, 'data', 'sandboxes')
  expect(existsSync(worlds) ? readdirSync(worlds) : []).toEqual([])
})

test('the script of a page is told whom it may log in', async () => {
  const asked = await ask('/apis/authentication/openapi/try-it.json?page=/users', {}, own)
  const { sandbox, people, login, document } = (await asked.json()) as Record<string, unknown>
  expect(sandbox).toMatch(/^try-/)
  expect(people).toEqual([
    { user: 'user@example.com', label: 'user@example.com (John Doe)' },
    { user: 'admin@example.com', label: 'admin@example.com (Ada Admin)' },
    { user: 'new@example.com', label: 'new@example.com (Nina New)' },
    { user: 'invited@example.com', label: 'invited@example.com (Ivan Invited)' },
  ])
  expect(login).toMatchObject({
    operation: 'tokens',
    schemes: [{ name: 'bearer' }, { name: 'cookie' }],
  })
  expect(Object.keys((document as TriedDocument).paths)).toEqual(['/user', '/user/{userId}'])
})
