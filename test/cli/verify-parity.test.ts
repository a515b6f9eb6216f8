import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './run-command.js'

const contract = `openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: All of them.
          content:
            application/json:
              schema: { type: object, properties: { total: { type: integer } } }
`

let folder = ''
const servers: Server[] = []

/** A server that answers each GET with a body, and all else with 405. */
const serve = async (body: string, status = 200): Promise<string> => {
  const server = createServer(({ method }, reply) => {
    const code = method === 'GET' ? status : 405
    reply.writeHead(code, { Allow: 'GET', 'Content-Type': 'application/json' }).end(body)
  }).listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openapi-sandbox-parity-'))
  await writeFile(join(folder, 'pets.yaml'), contract)
})
afterAll(async () => {
  for (const server of servers) server.close()
  await rm(folder, { recursive: true })
})

const verify = (...words: string[]) => runCommand(['verify', join(folder, 'pets.yaml'), ...words])

test('servers that answer alike: exit code 0; where they differ: 1', async () => {
  const [here, alike, other] = [
    await serve('{"total":1}'),
    await serve('{"total":2}'),
    await serve('{"total":"2"}'),
  ]
  const same = await verify('--base', here, '--parity', alike)
  expect(same.code).toBe(0)
  expect(same.out[0]).toBe('The servers answer alike.')
  const { code, out } = await verify('--base', here, '--parity', other)
  expect(code).toBe(1)
  expect(out.join('\n')).toContain(
    'body GET /pets (listPets)\n  /total: number here, string there\n',
  )
  expect(out.join('\n')).toContain(`curl -i -X GET ${here}/pets`)
  const json = await verify('--base', here, '--parity', other, '--json')
  expect(JSON.parse(json.out.join('\n'))).toMatchObject({
    ...{ format: 'openapi-sandbox-parity', here, there: other },
    differences: expect.arrayContaining([
      expect.objectContaining({
        kind: 'finding',
        message: expect.stringMatching(/^V104 there only: /) as string,
      }),
    ]) as unknown[],
  })
})

test('reports of one server do not go with it', async () => {
  const { code, err } = await verify(
    '--base',
    'http://localhost:1',
    '--parity',
    'http://localhost:2',
    '--report',
    'junit=a.xml',
  )
  expect(code).toBe(2)
  expect(err[0]).toContain('--report does not go with --parity')
})

test.each(['overlay.yaml', 'overlay.json'])(
  '--suggest %s: with it, the server keeps the contract',
  async (name) => {
    const base = await serve('{"total":1,"more":{"a":null}}', 202)
    const file = join(folder, name)
    const before = await verify('--base', base, '--suggest', file)
    expect(before.code).toBe(1)
    expect(before.err.join('\n')).toContain(`Written: ${file}`)
    expect(await readFile(file, 'utf8')).toContain(`$['paths']['/pets']['get']['responses']`)
    const after = await verify('--base', base, '--overlay', file, '--suggest', file)
    expect({ code: after.code, first: after.out[0] }).toEqual({
      code: 0,
      first: 'The server keeps the contract.',
    })
    expect(after.err).toEqual(['Nothing to suggest: the contract lacks nothing.'])
  },
)
