import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type Server } from '../../src/index.js'
import {
  firstClick,
  operationsIn,
  type TriedCredential,
  type TriedDocument,
  type TriedOperation,
} from '../support/enriched-request.js'

const origin = 'http://localhost'

const jsonOf = async <T>(server: Server, path: string, body?: unknown): Promise<T> => {
  const posted = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
  const answer = await server.fetch(new Request(origin + path, body === undefined ? {} : posted))
  return (await answer.json()) as T
}

/** A credential for each scheme of the first alternative, as "Log in as" asks for them. */
const credentialsFor = async (
  server: Server,
  name: string,
  { security }: TriedOperation,
  isOwn: boolean,
): Promise<readonly TriedCredential[]> => {
  const schemes = Object.keys(security?.[0] ?? {})
  const control = `/@${name}/_sandbox/v1`
  if (!isOwn)
    return Promise.all(
      schemes.map((scheme) =>
        jsonOf<TriedCredential>(server, `${control}/credentials`, { scheme }),
      ),
    )
  if (schemes.length === 0) return []
  const { token } = await jsonOf<{ token: string }>(server, `${control}/tokens`, {
    email: 'user@example.com',
  })
  return [{ in: 'header', name: 'Authorization', value: `Bearer ${token}` }]
}

/** What the first click on "Send" is answered at each operation, by mock and by sandbox, unless it is 2xx. */
const failures = async (server: Server, base: string): Promise<readonly string[]> => {
  const isOwn = !base.startsWith('/_docs')
  const seen = await jsonOf<TriedDocument>(server, `${base}/openapi.json`)
  const failed: string[] = []
  for (const [path, method, { operationId }] of operationsIn(seen)) {
    // Anew for each: another sandbox that nobody had before.
    const { paths, servers, security } = await jsonOf<TriedDocument>(server, `${base}/openapi.json`)
    const [mock, sandbox] = servers
    const operation = { ...(security && { security }), ...paths[path]?.[method] } as TriedOperation
    const name = sandbox?.variables?.['sandbox']?.default ?? ''
    const credentials = await credentialsFor(server, name, operation, isOwn)
    for (const place of [mock, sandbox]) {
      const request = firstClick(
        place as NonNullable<typeof mock>,
        [path, method, operation],
        credentials,
      )
      const { status } = await server.fetch(request)
      const who = place === mock ? 'mock' : 'sandbox'
      if (status < 200 || status > 299) failed.push(`${operationId} ${who} ${status}`)
    }
  }
  return failed
}

const problem = { description: 'Refused' }
const refusals = { 404: problem, 409: { description: 'Taken: it exists already' } }
const schema = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const content = (value: object) => ({ content: { 'application/json': { schema: value } } })
const body = (name: string, example?: unknown) => ({
  required: true,
  content: {
    'application/json': { schema: schema(name), ...(example !== undefined && { example }) },
  },
})
const answers = (status: number, value: object, more = {}, example?: object) => {
  const { 'application/json': media } = content(value).content
  const shown = { 'application/json': { ...media, ...(example && { example }) } }
  return { responses: { [status]: { description: 'Good', content: shown }, ...refusals, ...more } }
}
const ann = { id: '00000000-0000-4000-8000-000000000001', email: 'ann@example.com' }
const reds = { slug: 'reds', name: 'Reds' }
const parameter = (name: string) => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string' },
})

/** Where what is documented is refused at once: names that are taken, parents that are not there, versions. */
const tricky = {
  openapi: '3.0.3',
  info: { title: 'Tricky', version: '1' },
  paths: {
    '/teams': {
      get: { operationId: 'listTeams', ...answers(200, { type: 'array', items: schema('Team') }) },
      post: {
        operationId: 'addTeam',
        requestBody: body('Team', reds),
        ...answers(201, schema('Team')),
      },
    },
    '/teams/{slug}': {
      parameters: [parameter('slug')],
      get: { operationId: 'readTeam', ...answers(200, schema('Team'), {}, reds) },
      put: {
        operationId: 'replaceTeam',
        parameters: [{ name: 'If-Match', in: 'header', schema: { type: 'string' } }],
        requestBody: body('Team', { slug: 'other', name: 'Others' }),
        ...answers(200, schema('Team'), { 412: problem, 428: problem }),
      },
      delete: {
        operationId: 'removeTeam',
        responses: {
          204: { description: 'Gone' },
          404: problem,
          409: { description: 'The team has players' },
        },
      },
    },
    '/teams/{slug}/players': {
      parameters: [parameter('slug')],
      get: {
        operationId: 'listPlayers',
        ...answers(200, { type: 'array', items: schema('Player') }),
      },
      post: {
        operationId: 'addPlayer',
        requestBody: body('Player', ann),
        ...answers(201, schema('Player')),
      },
    },
    '/teams/{slug}/players/{playerId}': {
      parameters: [parameter('slug'), parameter('playerId')],
      get: { operationId: 'readPlayer', ...answers(200, schema('Player'), {}, ann) },
      delete: {
        operationId: 'removePlayer',
        responses: { 204: { description: 'Gone' }, 404: problem },
      },
    },
    '/codes': {
      post: {
        operationId: 'addCode',
        requestBody: body('Code', { code: 'AB' }),
        ...answers(201, schema('Code')),
      },
    },
    '/codes/{code}': {
      parameters: [parameter('code')],
      get: { operationId: 'readCode', ...answers(200, schema('Code'), {}, { code: 'AB' }) },
    },
    '/matches': {
      get: {
        operationId: 'listMatches',
        ...answers(200, { type: 'array', items: schema('Match') }),
      },
      post: {
        operationId: 'addMatch',
        requestBody: body('Match', { id: 1, teamSlug: 'nobody', teamId: 'nobody' }),
        ...answers(201, schema('Match'), { 422: { description: 'The team does not exist' } }),
      },
    },
    '/matches/{id}': {
      parameters: [{ ...parameter('id'), schema: { type: 'integer' } }],
      get: { operationId: 'readMatch', ...answers(200, schema('Match')) },
    },
  },
  components: {
    schemas: {
      Team: {
        type: 'object',
        required: ['slug', 'name'],
        properties: { slug: { type: 'string', example: 'reds' }, name: { type: 'string' } },
      },
      Player: {
        type: 'object',
        required: ['id', 'email'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          email: { type: 'string', format: 'email', example: 'ann@example.com' },
        },
      },
      Code: { type: 'object', required: ['code'], properties: { code: { type: 'string' } } },
      Match: {
        type: 'object',
        required: ['id', 'teamId'],
        properties: { id: { type: 'integer' }, teamId: { type: 'string' } },
      },
    },
  },
}

const opened: Server[] = []
afterAll(() => Promise.all(opened.map((server) => server.close())))

const open = async (contract?: string): Promise<Server> => {
  const server = await createServer(contract === undefined ? {} : { contract })
  opened.push(server)
  return server
}

test('HeyDonto: every operation succeeds with what the enriched document says', async () => {
  expect(await failures(await open(), '/apis/authentication/openapi')).toEqual([])
})

test('what is documented is refused at once, and what is shown succeeds', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'first-click-'))
  writeFileSync(join(folder, 'tricky.json'), JSON.stringify(tricky))
  const server = await open(join(folder, 'tricky.json'))
  rmSync(folder, { recursive: true })
  // Every team has players at first, so that none can be deleted: nothing that could be sent would succeed.
  expect(await failures(server, '/_docs/tricky')).toEqual(['removeTeam sandbox 409'])
})

test.each([
  ['museum', 'test/fixtures/state/museum.yaml'],
  ['galaxy', 'test/fixtures/state/galaxy.yaml'],
])('%s', async (slug, contract) => {
  expect(await failures(await open(contract), `/_docs/${slug}`)).toEqual([])
})
