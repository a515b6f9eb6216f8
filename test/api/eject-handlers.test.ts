import { type AnyHandler, createServer, type Server } from '../../src/index.js'
import { inferResources } from '../../src/resources/inference/infer-resources.js'
import { loadContracts } from '../../src/server/serve-contract.js'
import { handlersModule } from '../../src/typescript/handlers-module.js'
import { everything, type StateCall, stateCall } from './support/state-call.js'

/* eslint-disable @typescript-eslint/no-explicit-any */

/** The handlers of a document, written and loaded. */
const ejected = async (document: string): Promise<Readonly<Record<string, AnyHandler>>> => {
  const [served] = await loadContracts(document, {})
  if (!served) throw new Error('No contract')
  const { contract, name } = served
  const source = { contract, name, model: inferResources(contract) }
  const style = { isTyped: false, types: './types.js' }
  const code = await handlersModule(source, contract.operations, style)
  return new Function(code.replace('export const handlers =', 'return'))() as never
}

let now = 0

/** The same chance and the same time for each of two servers. */
const determined = (): void => {
  let drawn = 0
  now = Date.parse('2026-01-01T00:00:00Z')
  jest.spyOn(globalThis.crypto, 'getRandomValues').mockImplementation((array: any) => {
    for (let at = 0; at < array.length; at++) array[at] = drawn = (drawn * 73 + 41) % 251
    return array
  })
  jest.spyOn(Date, 'now').mockImplementation(() => now)
}
afterEach(() => jest.restoreAllMocks())

/** Requests; a function makes one of the answers before it. */
type Step =
  | readonly [request: string, body?: unknown, headers?: Record<string, string>]
  | ((answers: readonly any[]) => readonly [string, unknown?, Record<string, string>?])

const told = async (call: StateCall, sandbox: string, steps: readonly Step[]) => {
  determined()
  const answers: any[] = []
  const shown: unknown[] = []
  for (const step of steps) {
    const [request, body, headers] = typeof step === 'function' ? step(answers) : step
    now += 1000
    const answer = await call(request, body, { 'x-sandbox': sandbox, ...headers })
    answers.push(answer)
    const names = ['content-type', 'location', 'etag', 'link', 'x-total-count', 'violations']
    const sent = names.flatMap((name) => {
      const value = answer.headers.get(name)
      return value === null ? [] : [`${name}: ${value}`]
    })
    shown.push({ request, status: answer.status, headers: sent, body: answer.body, by: answer.by })
  }
  return shown as { request: string; by: string | null }[]
}

const unlike = ({ by: _, ...others }: { by: string | null }) => ({
  ...others,
  body: (others as any).body?.instance
    ? { ...(others as any).body, instance: 'its own' }
    : (others as any).body,
})

const nobody = '7d9f6d0a-1111-4222-8333-123456789abc'
const api = { 'content-type': 'application/vnd.api+json' }
const merge = { 'content-type': 'application/merge-patch+json' }
const patch = { 'content-type': 'application/json-patch+json' }

const stories: Readonly<Record<string, readonly Step[]>> = {
  'a list, its filters, order, pages and fields': [
    ['GET /projects'],
    ['POST /projects', { name: 'Mars', budget: 7, tags: ['red', 'far'] }],
    ['POST /projects', { name: 'Venus', budget: 9, slug: 'venus' }],
    ['GET /projects?min_budget=7&max_budget=8'],
    ['GET /projects?tags=red,blue'],
    ['GET /projects?q=mars'],
    ['GET /projects?sort=-name&size=3&page=2'],
    ['GET /projects?fields=id,name&status=draft&archived=false'],
    ['GET /projects?size=1000'],
  ],
  'an item, read, replaced, changed three ways, archived and deleted': [
    ['POST /projects', { name: 'Mars', budget: 7 }],
    ([{ body }]) => [`GET /projects/${body.id}`],
    ([{ headers, body }]) => [
      `GET /projects/${body.id}`,
      undefined,
      { 'if-none-match': headers.get('etag') },
    ],
    ([{ body }]) => [`PUT /projects/${body.id}`, { name: 'Io' }],
    ([{ body }]) => [`PUT /projects/${body.id}`, { name: 'Io' }, { 'if-match': '"other"' }],
    ([{ body }]) => [`PUT /projects/${body.id}`, { name: 'Io', budget: 3 }, { 'if-match': '*' }],
    ([{ body }]) => [`PATCH /projects/${body.id}`, { budget: 8, tags: ['a'] }],
    ([{ body }]) => [`PATCH /projects/${body.id}`, { budget: null }, merge],
    ([{ body }]) => [
      `PATCH /projects/${body.id}`,
      [{ op: 'add', path: '/tags/-', value: 'b' }],
      patch,
    ],
    ([{ body }]) => [`PATCH /projects/${body.id}`, [{ op: 'remove', path: '/no' }], patch],
    ([{ body }]) => [`POST /projects/${body.id}/archive`],
    ([{ body }]) => [`POST /projects/${body.id}/publish`],
    ([{ body }]) => [`HEAD /projects/${body.id}`],
    ([{ body }]) => [`DELETE /projects/${body.id}`],
    ([{ body }]) => [`GET /projects/${body.id}`],
    ([{ body }]) => [`HEAD /projects/${body.id}`],
    [`PATCH /projects/${nobody}`, { budget: 1 }],
    ['POST /projects', { budget: 'much' }],
  ],
  'children: of a new parent, of first ones, of none': [
    ['POST /projects', { name: 'Mars' }],
    ([{ body }]) => [`POST /projects/${body.id}/tasks`, { title: 'a' }],
    ([{ body }]) => [`POST /projects/${body.id}/tasks`, { title: 'b', done: true }],
    ([{ body }]) => [`POST /projects/${body.id}/tasks`, { title: 'c' }],
    ([{ body }]) => [`GET /projects/${body.id}/tasks?limit=2&sortBy=title&order=desc`],
    ([{ body }]) => [`GET /projects/${body.id}/tasks?limit=1&offset=1`],
    ([{ body }]) => [`GET /projects/${body.id}/tasks/2`],
    ([{ body }]) => [`DELETE /projects/${body.id}/tasks/2`],
    ([{ body }]) => [`GET /projects/${body.id}/tasks`],
    [`GET /projects/${nobody}/tasks`],
    [`POST /projects/${nobody}/tasks`, { title: 'a' }],
    ([{ body }]) => ['POST /notes', { projectId: body.id, text: 'n' }],
    ([{ body }]) => [`GET /notes?projectId=${body.id}`],
    ['GET /notes'],
    ([{ body }]) => [`DELETE /projects/${body.id}`],
    ([{ body }]) => [`GET /notes?projectId=${body.id}`],
  ],
  'in members of bodies; what is hidden stays so; conflicts': [
    ['GET /users'],
    ['POST /users', { user: { email: 'eve@example.com', name: 'Eve', password: 'p' } }],
    ['POST /users', { user: { email: 'EVE@example.com', name: 'Eve', password: 'p' } }],
    ([, { body }]) => [`GET /users/${body.user.id}`],
    ([, { body }]) => [`DELETE /users/${body.user.id}`],
    ['GET /users/999'],
  ],
  'a singleton': [
    ['GET /settings'],
    ['PATCH /settings', { theme: 'dark', language: 'mi' }],
    ['GET /settings'],
  ],
  'JSON:API': [
    ['POST /articles', { data: { type: 'articles', attributes: { title: 'T' } } }, api],
    ([{ body }]) => [
      `PATCH /articles/${body.data.id}`,
      { data: { type: 'articles', attributes: { category: 'c' } } },
      api,
    ],
    ['GET /articles?page[size]=2&page[number]=2'],
    ['GET /articles?filter[category]=c'],
    ([{ body }]) => [`DELETE /articles/${body.data.id}`],
  ],
  'an upsert': [
    ['GET /labels/a%2Fb'],
    ['PUT /labels/a%2Fb', { colour: 'red' }],
    ['PUT /labels/a%2Fb', { colour: 'blue' }],
    ['GET /labels/a%2Fb'],
    ['DELETE /labels/a%2Fb'],
  ],
  'cursors, and links of HAL': [
    ['POST /events', { kind: 'k' }],
    ['GET /events'],
    ([, { body }]) => [`GET /events?cursor=${encodeURIComponent(body.next_cursor)}`],
    ['GET /teams'],
    ([, , , { body }]) => [`GET ${body._links.next.href}`],
    ['GET /teams?page=2'],
  ],
  'an identity of two values; several at once': [
    ['POST /repos', { owner: 'ada', name: 'engine', private: true }],
    ['GET /repos/ada/engine'],
    ['DELETE /repos/ada/engine'],
    ['POST /tags/bulk', [{ name: 'x' }, { name: 'y' }, { name: 'z' }]],
    ([, , , { body }]) => [`DELETE /tags?ids=${body[0].id},${body[2].id}`],
    ['GET /tags'],
  ],
  'what has no state': [['POST /weather']],
}

describe('handlers answer as inference does', () => {
  const servers: Server[] = []
  const calls: StateCall[] = []
  beforeAll(async () => {
    for (const handlers of [{}, await ejected(everything)]) {
      const server = await createServer({ contract: everything, state: 'on', handlers })
      servers.push(server)
      calls.push(await stateCall(server, everything))
    }
  })
  afterAll(() => Promise.all(servers.map((server) => server.close())))

  test.each(Object.entries(stories))('%s', async (title, steps) => {
    const sandbox = `s${Object.keys(stories).indexOf(title)}`
    const [inferred, handled] = [
      await told(calls[0] as StateCall, sandbox, steps),
      await told(calls[1] as StateCall, sandbox, steps),
    ]
    expect(handled.map(unlike)).toEqual(inferred.map(unlike))
    expect(new Set(handled.flatMap(({ by }) => by ?? []))).toEqual(new Set(['handler']))
  })
})
