import { createServer, type RequestListener, type Server } from 'node:http'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadDocument } from '../../src/contract/load.js'
import { fetchUrl, isPrivateAddress, type Reach } from '../../src/contract/load-url.js'

const text = "openapi: 3.1.0\ninfo: {title: Far, version: '1'}\npaths: {}\n"
const withRef = (ref: string) => `${text}components: {schemas: {A: {$ref: '${ref}'}}}\n`

let server: Server
let origin: string
let seen: string[]
const answers: Record<string, string | { readonly to: string }> = {}

const answer: RequestListener = ({ url = '' }, response) => {
  seen.push(url)
  const found = answers[url]
  if (found === undefined) response.writeHead(404).end('none')
  else if (typeof found === 'object') response.writeHead(302, { location: found.to }).end()
  else response.end(found)
}

beforeAll(async () => {
  server = createServer(answer)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((done) => server.close(done)))
beforeEach(() => {
  seen = []
  for (const key of Object.keys(answers)) delete answers[key]
})

const withFile = async <T>(written: string, work: (file: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'openapi-sandbox-url-'))
  try {
    await writeFile(join(folder, 'api.yaml'), written)
    return await work(join(folder, 'api.yaml'))
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('a URL that is named is read, with what lies below it, and nothing else', async () => {
  answers['/a/api.yaml'] = { to: '/v1/api.yaml' }
  answers['/v1/api.yaml'] =
    `${text}components: {schemas: {A: {$ref: sub/a.json}, B: {$ref: ../b.yaml}, C: {$ref: 'http://localhost:1/c'}}}\n`
  answers['/v1/sub/a.json'] = '{"type": "string"}'
  answers['/b.yaml'] = 'type: string'
  const { document, faults, files, place } = await loadDocument(`${origin}/a/api.yaml`)
  expect(document).toMatchObject({ 'x-files': { a: { type: 'string' } } })
  expect(faults.map(({ code, place: at }) => [code, at.file, at.line])).toEqual([
    ['contract-reference', `${origin}/a/api.yaml`, 4],
    ['contract-reference', `${origin}/a/api.yaml`, 4],
  ])
  expect(files).toEqual([])
  expect(place('/x-files/a/type')).toMatchObject({ file: `${origin}/v1/sub/a.json`, column: 10 })
  expect(seen).toEqual(['/a/api.yaml', '/v1/api.yaml', '/v1/sub/a.json'])
})

test('a reference to a host is followed when its origin is allowed', async () => {
  answers['/a.yaml'] = 'type: string'
  await withFile(withRef(`${origin}/a.yaml`), async (file) => {
    expect((await loadDocument(file)).faults).toHaveLength(1)
    expect(seen).toEqual([])
    const { faults, document } = await loadDocument(file, { allowRefs: [origin] })
    expect(faults).toEqual([])
    expect(document).toMatchObject({ 'x-files': { a: { type: 'string' } } })
  })
})

test('an allowed reference does not redirect to another host', async () => {
  answers['/a.yaml'] = { to: origin.replace('127.0.0.1', 'localhost') + '/b.yaml' }
  answers['/b.yaml'] = 'type: string'
  await withFile(withRef(`${origin}/a.yaml`), async (file) => {
    const { faults } = await loadDocument(file, { allowRefs: [origin] })
    expect(faults).toHaveLength(1)
    expect(seen).toEqual(['/a.yaml'])
  })
})

const open: Reach = { redirect: () => undefined, isPrivateAllowed: () => true }
const closed: Reach = { redirect: () => undefined, isPrivateAllowed: () => false }

test.each(['localhost', '127.0.0.1', '0x7f000001', '2130706433', '[::1]', '[::ffff:127.0.0.1]'])(
  '%s is not reached where private addresses are not',
  async (host) => {
    const url = new URL(origin.replace('127.0.0.1', host))
    await expect(fetchUrl(url, closed)).rejects.toThrow(/private network/)
    expect(seen).toEqual([])
  },
)

test.each([
  ...['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1'],
  ...['0.0.0.0', '::1', '::', 'fd00::1', 'fe80::1%eth0', '::ffff:10.0.0.1', '[::1]', '224.0.0.1'],
])('%s is no public address', (address) => expect(isPrivateAddress(address)).toBe(true))

test.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', 'example.com'])('%s may be', (address) =>
  expect(isPrivateAddress(address)).toBe(false),
)

test('redirects end', async () => {
  answers['/loop'] = { to: '/loop' }
  await expect(fetchUrl(new URL('/loop', origin), open)).rejects.toThrow(/more than 5/)
  expect(seen).toHaveLength(6)
  answers['/file'] = { to: 'file:///etc/passwd' }
  await expect(fetchUrl(new URL('/file', origin), open)).rejects.toThrow(/redirects to file:/)
})

test.each([
  ['a status', () => `${origin}/none.yaml`, /status 404/],
  ['a port that is closed', () => 'http://127.0.0.1:1/', /ECONNREFUSED|refused/],
  ['a name that is none', () => 'http://none.invalid/', /none\.invalid/],
  ['no URL', () => 'http://', /no URL/],
])('%s is told', async (_, name, message) => {
  const error = await loadDocument(name()).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'contract-unreadable', place: { file: name() } })
  expect((error as Error).message).toMatch(message)
})

const bytesOf = async function* (...chunks: readonly string[]) {
  for (const chunk of chunks) yield await Promise.resolve(new TextEncoder().encode(chunk))
}

test('standard input', async () => {
  const { document, faults } = await loadDocument('-', {
    input: bytesOf(text.slice(0, 20), withRef('b.yaml').slice(20)),
  })
  expect(document['info']).toMatchObject({ title: 'Far' })
  expect(faults.map(({ message }) => message)).toEqual([expect.stringMatching(/b\.yaml/)])
  await expect(loadDocument('-', { input: bytesOf(' ', '\n') })).rejects.toMatchObject({
    code: 'contract-unreadable',
    message: 'Standard input is empty',
  })
})
