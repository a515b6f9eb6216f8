import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { faults } from '../fixtures/faults/faults.js'
import { createFaultyServer, type FaultyServer, tokens } from '../fixtures/faults/faulty-server.js'

const project = { name: 'Library', code: 'LIB-1', status: 'draft' }

const asker =
  (server: FaultyServer, token: string = tokens[0]) =>
  async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const reply = await fetch(server.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await reply.text()
    return { status: reply.status, headers: reply.headers, text }
  }

describe('the fault server without a fault', () => {
  let server: FaultyServer
  beforeAll(async () => void (server = await createFaultyServer()))
  afterAll(() => server.close())

  test('keeps what it is given, digit by digit, and forgets what is deleted', async () => {
    const ask = asker(server)
    const sent = '{"name":"𝒳","code":"AB-1","status":"active","externalId":9223372036854775807}'
    const created = await ask('POST', '/projects', sent)
    expect(created.status).toBe(201)
    expect(created.text).toContain('"externalId":9223372036854775807')
    const at = created.headers.get('location') ?? ''
    expect((await ask('GET', at)).text).toBe(created.text)
    expect((await ask('PUT', at, project, { 'if-match': '"7"' })).status).toBe(412)
    expect((await ask('PUT', at, project, { 'if-match': '"1"' })).status).toBe(200)
    expect((await asker(server, tokens[1])('GET', at)).status).toBe(404)
    expect((await ask('POST', `${at}/tasks`, { title: 'a' })).status).toBe(201)
    expect((await ask('GET', `${at}/tasks/1`)).text).toContain('"title":"a"')
    expect((await ask('DELETE', at)).status).toBe(204)
    expect((await ask('GET', `${at}/tasks/1`)).status).toBe(404)
    expect((await ask('DELETE', at)).status).toBe(404)
  })

  test.each([
    ['POST', '/projects', { ...project, name: 'x'.repeat(41) }, 400],
    ['POST', '/projects', { ...project, more: 1 }, 400],
    ['POST', '/projects', '{', 400],
    ['POST', '/projects', { ...project, dueOn: '2026-02-29' }, 400],
    ['POST', '/projects', { ...project, startsAt: '2026-02-28T24:00:00Z' }, 400],
    ['GET', '/projects?limit=0', undefined, 400],
    ['GET', '/projects?cursor=x', undefined, 400],
    ['GET', '/projects/x', undefined, 400],
    ['PUT', '/members', {}, 405],
    ['GET', '/nothing', undefined, 404],
  ])('refuses %s %s %j: %i', async (method, path, body, status) => {
    expect((await asker(server)(method, path, body)).status).toBe(status)
  })

  test('wants a token that it knows, and the documented media type', async () => {
    expect((await asker(server, 'other')('GET', '/projects')).status).toBe(401)
    const typed = { 'content-type': 'text/plain' }
    expect((await asker(server)('POST', '/projects', project, typed)).status).toBe(415)
  })

  test('pages through all projects, each once', async () => {
    const ask = asker(server, tokens[1])
    for (let n = 0; n < 5; n++) await ask('POST', '/projects', { ...project, name: `${n}` })
    const names: string[] = []
    for (let next: string | null = ''; next !== null;) {
      const reply = await ask('GET', `/projects?limit=2${next && `&cursor=${next}`}`)
      const page = JSON.parse(reply.text) as { items: { name: string }[]; next: string | null }
      names.push(...page.items.map(({ name }) => name))
      next = page.next
    }
    expect(names).toEqual(['0', '1', '2', '3', '4'])
  })
})

const folder = join(__dirname, '../fixtures/faults')

const sourceOf = (file: string): string => readFileSync(join(folder, file), 'utf8')

test('the table has every rule that a server can break, several times, and the server every fault', () => {
  const ids = faults.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBeGreaterThanOrEqual(48)
  const rules = faults.flatMap((fault): readonly string[] => fault.rules)
  const known = [
    ...['V100', 'V101', 'V102', 'V103', 'V104', 'V110', 'V111', 'V112', 'V113', 'V114', 'V115'],
    ...['V120', 'V121', 'V122', 'V123', 'V124', 'V125', 'V126'],
  ]
  const rare = known.filter((rule) => rules.filter((one) => one === rule).length < 2)
  expect(rare).toEqual([])
  const sources = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'faults.ts')
  const served = sources.map(sourceOf).join('\n')
  expect(ids.filter((id) => !served.includes(`broken('${id}')`))).toEqual([])
})
