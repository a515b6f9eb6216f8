import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './run-command.js'

const contract = `openapi: 3.0.3
info: { title: Pets, version: '1' }
security: [{ bearer: [] }]
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200': { description: All of them. }
        '401': { description: Who are you? }
  /login:
    post:
      operationId: login
      security: []
      requestBody:
        content:
          application/json:
            schema:
              properties: { username: { type: string }, password: { type: string } }
            example: { username: example, password: documented }
      responses:
        '200':
          description: A token.
          content:
            application/json:
              schema: { type: object, properties: { token: { type: string } } }
        '401': { description: Wrong. }
components:
  securitySchemes: { bearer: { type: http, scheme: bearer } }
`

let folder = ''
let server: Server
let base = ''
let seen: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openapi-sandbox-credentials-'))
  await writeFile(join(folder, 'pets.yaml'), contract)
  server = createServer((request, reply) => {
    const { authorization } = request.headers
    if (authorization !== undefined) seen.push(authorization)
    void (async () => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      reply.setHeader('Allow', 'GET, POST')
      if (request.url !== '/login') reply.writeHead(authorization === undefined ? 401 : 200).end()
      else if (!/"password":"(right|documented)"/.test(body)) reply.writeHead(401).end()
      else
        reply
          .writeHead(200, { 'Content-Type': 'application/json' })
          .end(JSON.stringify({ token: `made-for-${/"username":"(\w+)"/.exec(body)?.[1]}` }))
    })()
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})
beforeEach(() => (seen = []))

const verify = (words: readonly string[], environment: Record<string, string> = {}) =>
  runCommand(
    [
      'verify',
      join(folder, 'pets.yaml'),
      '--base',
      base,
      '--only',
      'listPets',
      '--stateless',
      ...words,
    ],
    '',
    environment,
  )

/** What is said, with which variables, and the token that the server sees. */
const ways: readonly (readonly [readonly string[], Record<string, string>, string])[] = [
  [['--credential', 'bearer=very-secret'], {}, 'very-secret'],
  [['--credential', 'very-secret=='], {}, 'very-secret=='],
  [['--credential', 'bearer=env:MY_TOKEN'], { MY_TOKEN: 'very-secret' }, 'very-secret'],
  [['--credential', 'command:echo very-secret'], {}, 'very-secret'],
  [[], { OPENAPI_SANDBOX_CREDENTIAL: 'bearer=very-secret' }, 'very-secret'],
  [['--credential', 'login:login'], {}, 'made-for-example'],
  [['--login', 'me:right'], {}, 'made-for-me'],
]
test.each(ways)('%j %j', async (words, environment, token) => {
  const { code, out, err } = await verify(words, environment)
  expect({ code, err }).toEqual({ code: 0, err: [] })
  expect(seen).toContain(`Bearer ${token}`)
  expect(out.join('\n')).not.toContain('very-secret')
})

/** What is said, and why it is refused. */
const refusals: readonly (readonly [readonly string[], string])[] = [
  [['--credential', 'baerer=x'], 'Did you mean bearer?'],
  [['--credential', 'bearer=env:NOBODY_SAID'], 'the variable NOBODY_SAID, which is not set'],
  [['--credential', 'command:echo too bad >&2; exit 3'], 'failed: too bad'],
  [['--credential', 'command:true'], 'printed nothing'],
  [['--credential', 'login:logn'], 'Did you mean login?'],
  [['--login', 'me:wrong'], 'was answered 401'],
  [['--login', 'me'], '--login takes NAME:PASSWORD'],
  [['--rate', 'fast'], '--rate cannot be "fast"'],
  [['--base', 'http://127.0.0.1:1'], 'nothing listens there (ECONNREFUSED)'],
  [['--base', 'http://localhost/?a=b'], 'has a query or a fragment'],
]
test.each(refusals)('%j: %s', async (words, text) => {
  const { code, out, err } = await verify(words)
  expect({ code, out }).toEqual({ code: 2, out: [] })
  expect(err.join('\n')).toContain(text)
})
