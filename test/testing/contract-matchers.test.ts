import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import supertest from 'supertest'
import { createServer, type Server } from '../../src/server/create-server.js'
import { contractAssertion, contractMatchers } from '../../src/testing/index.js'
import { readCoverage } from '../../src/verify/coverage/coverage-record.js'

const pets = join(__dirname, '..', 'fixtures', 'testing', 'pets.yaml')
const folder = mkdtempSync(join(tmpdir(), 'openapi-sandbox-matchers-'))
const key = { 'x-key': 'k' }

let server: Server
let url = ''

beforeAll(async () => {
  expect.extend(await contractMatchers(pets))
  server = await createServer({ contract: pets })
  url = (await server.listen({ port: 0, host: '127.0.0.1' })).url
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const rex = [{ name: 'Rex' }]
const type = { 'content-type': 'application/json' }

/** What a failed comparison says. */
const messageOf = (response: unknown, operation?: string): string => {
  try {
    expect(response).toMatchContract(operation)
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

describe('responses of', () => {
  test('fetch, whose body can still be read', async () => {
    const response = await server.fetch(new Request('http://localhost/pets', { headers: key }))
    await expect(response).toMatchContract('listPets')
    await expect(response).not.toMatchContract('createPet')
    expect(await response.json()).toContainEqual(expect.objectContaining({ name: 'Bruno' }))
  })

  test('supertest, which tell their request', async () => {
    expect(await supertest(url).get('/pets?limit=2').set(key)).toMatchContract()
    const made = await supertest(url).post('/pets').set(key).send({ name: 'Rex' })
    expect(made).toMatchContract()
    expect(made).not.toMatchContract('listPets')
    expect(await supertest(url).head('/pets').set(key)).toMatchContract()
    expect(messageOf(await supertest(url).get('/dogs').set(key))).toContain(
      'V150 undocumented endpoint: No operation answers GET /dogs. The nearest: /pets',
    )
  })

  const axios = {
    status: 200,
    headers: type,
    config: { method: 'get', url: '/pets', baseURL: url },
  }
  test.each<[string, unknown, string | undefined]>([
    ['axios', { ...axios, data: rex, request: { method: 'GET', path: '/pets' } }, undefined],
    ['axios without a request', { ...axios, data: rex }, undefined],
    [
      'light-my-request',
      {
        statusCode: 200,
        headers: type,
        payload: '[]',
        raw: { req: { method: 'GET', url: '/pets' } },
      },
      undefined,
    ],
    ['undici, read', { statusCode: 200, headers: type, body: '[{"name":"Rex"}]' }, 'GET /pets'],
    ['bytes', { status: 200, headers: type, body: Buffer.from('[]') }, 'listPets'],
    [
      'pairs of headers',
      { status: 200, headers: [['Content-Type', 'application/json']], body: [] },
      'listPets',
    ],
    ['Headers', { status: 200, headers: new Headers(type), body: [] }, 'listPets'],
    ['no headers', { status: 200, body: rex }, 'listPets'],
    [
      'a request',
      { status: 200, body: rex, request: { method: 'get', path: '/pets?limit=1' } },
      undefined,
    ],
    [
      'a path of the mock',
      { status: 200, body: rex, request: { method: 'GET', url: `http://x/_mock/pets/pets` } },
      undefined,
    ],
    [
      'a named sandbox',
      { status: 200, body: rex, request: { method: 'GET', url: `http://x/@mine/pets` } },
      undefined,
    ],
  ])('%s', (_, response, operation) => {
    expect(response).toMatchContract(operation)
    expect(response).not.toMatchContract('createPet')
  })
})

describe('what breaks the contract', () => {
  test('is told with rule, pointer, place and documented statuses', () => {
    const message = messageOf({ status: 200, body: [{ name: 'x' }, { name: 7 }] }, 'listPets')
    expect(message).toContain('The answer 200 of GET /pets (listPets) breaks the contract Pets 1:')
    expect(message).toMatch(
      /V104 response body: .*\/1\/name.*\n {4}test\/fixtures\/testing\/pets\.yaml:\d+:\d+ #\/components\/schemas\/.*\/name\/type/,
    )
    expect(message).toContain('Documented statuses: 200, 400.')
  })

  test.each<[string, unknown, string, string]>([
    ['a status', { status: 202, body: [] }, 'listPets', 'V101'],
    ['an undocumented failure', { status: 500 }, 'listPets', 'V100'],
    [
      'a media type',
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>' },
      'listPets',
      'V102',
    ],
    ['a missing member', { status: 201, body: {} }, 'createPet', 'V104'],
    ['no body', { status: 200, headers: {} }, 'listPets', 'V104'],
    ['broken JSON', { status: 200, headers: type, body: Buffer.from('[') }, 'listPets', 'V104'],
  ])('%s', (_, response, operation, rule) => {
    expect(messageOf(response, operation)).toContain(`  ${rule} `)
  })

  test('may be ignored by rule, with what follows from it', async () => {
    const { toMatchContract } = await contractMatchers(pets, { ignore: ['V101'] })
    expect(toMatchContract.call({}, { status: 202, body: [{}] }, 'listPets')).toMatchObject({
      pass: true,
    })
    expect(toMatchContract.call({}, { status: 200, body: [{}] }, 'listPets')).toMatchObject({
      pass: false,
    })
  })

  test('may be what a test wants', () => {
    expect(() => expect({ status: 200, body: rex }).not.toMatchContract('listPets')).toThrow(
      'Expected a break of the contract. The answer 200 of GET /pets (listPets) does what the contract Pets 1 says.',
    )
  })
})

describe('mistakes of tests', () => {
  test.each<[string, unknown, string | undefined, RegExp]>([
    ['an unknown id', { status: 200 }, 'listPet', /no operation listPet\. Did you mean listPets/],
    [
      'an unknown path',
      { status: 200 },
      'GET /pet',
      /no operation GET \/pet\. Did you mean GET \/pets/,
    ],
    ['no operation', { status: 200 }, undefined, /does not tell which request it answers/],
    ['no response', 'listPets', 'listPets', /It is string/],
    ['no status', { body: 1 }, 'listPets', /no status/],
    ['a stream', { status: 200, headers: type, body: { pipe: () => 0 } }, 'listPets', /stream/],
  ])('%s', (_, response, operation, message) => {
    expect(messageOf(response, operation)).toMatch(message)
    // Such a mistake is no break of the contract that could be wished for.
    expect(() => expect(response).not.toMatchContract(operation)).toThrow(message)
  })

  test('a response of fetch that was read, and one whose method nobody knows', async () => {
    const response = await fetch(`${url}/pets`, { headers: key })
    await expect(async () => expect(response).toMatchContract()).rejects.toMatchObject({
      code: 'operation-unknown',
      fix: "Say which operation it is of: 'listPets' (GET), 'createPet' (POST).",
    })
    await response.text()
    await expect(async () => expect(response).toMatchContract('listPets')).rejects.toThrow(
      'Its body has been read already. Compare it before its body is read',
    )
  })

  test('a rule, and a contract, that there is not', async () => {
    await expect(contractMatchers(pets, { ignore: ['V1O4' as 'V104'] })).rejects.toThrow(
      'no rule V1O4. Did you mean V104',
    )
    await expect(contractMatchers('none.yaml')).rejects.toMatchObject({
      code: 'contract-unreadable',
    })
  })
})

test('coverage goes to one file for each file of tests, and begins anew with each run', async () => {
  const coverage = join(folder, 'coverage')
  const files = () => (existsSync(coverage) ? readdirSync(coverage) : [])
  for (const testPath of ['/a/one.test.ts', '/b/one.test.ts', '/a/one.test.ts']) {
    const { toMatchContract } = await contractMatchers(pets, { coverage })
    toMatchContract.call({ testPath }, { status: 200, body: rex }, 'listPets')
    toMatchContract.call({ testPath }, await supertest(url).get('/pets?limit=1').set(key))
  }
  expect(files()).toHaveLength(2)
  const [name = ''] = files()
  const read = readCoverage(readFileSync(join(coverage, name), 'utf8'), name)
  expect(read.get('GET /pets')).toMatchObject({
    requests: 2,
    statuses: new Set(['200']),
    parameters: new Set(['query limit']),
  })
})

test('the assertion for other runners throws what breaks the contract', async () => {
  const assertMatchesContract = await contractAssertion(pets)
  assertMatchesContract({ status: 200, body: rex }, 'listPets')
  expect(() => assertMatchesContract({ status: 200, body: {} }, 'listPets')).toThrow(
    expect.objectContaining({ name: 'AssertionError', code: 'ERR_ASSERTION' }),
  )
  const response = await server.fetch(new Request('http://localhost/pets', { headers: key }))
  await assertMatchesContract(response, 'listPets')
  await expect(assertMatchesContract(response, 'createPet')).rejects.toThrow('V101')
})
