import { createServer, type Server } from '../../src/server/create-server.js'
import { ask, bearer } from '../mock/ask.js'
import { message, sendRaw } from '../mock/raw-http.js'
import { mockBase } from './support/documented-samples.js'

let server: Server
let token: string
let port: number

beforeAll(async () => {
  server = await createServer()
  token = await server.token('user@example.com')
  port = (await server.listen({ port: 0, host: '127.0.0.1' })).port
})
afterAll(() => server.close())

const john = '{"email":"x@y.z","firstName":"A","lastName":"B","password":"p","role":"R"}'

const surfaces = [
  ['mock', `${mockBase}/user`, () => bearer],
  ['sandbox', '/user', () => ({ authorization: `Bearer ${token}` })],
] as const

describe.each(surfaces)('%s', (_, path, credentials) => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    ask(server, `POST ${path}`, { body, headers: { ...credentials(), ...headers } })

  afterEach(() =>
    server
      .sandbox()
      .reset()
      .then(async () => {
        token = await server.token('user@example.com')
      }),
  )

  const types: readonly (readonly [string, number])[] = [
    ['application/json', 201],
    ['APPLICATION/JSON', 201],
    ['application/json;', 201],
    ['application/json; charset=utf-8', 201],
    ['application/json\t;x', 201],
    ['  application/json', 201],
    ['application/vnd.api+json', 201],
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 415],
    ['application/json, text/plain', 415],
    ['application/jsonx', 415],
    ['application/*', 415],
    ['*/*', 415],
    ['json', 415],
    ['application/json/x', 415],
    ['', 415],
  ]

  test.each(types)('Content-Type %j: %i, and what is taken is validated', async (type, status) => {
    expect((await post(john, { 'content-type': type })).status).toBe(status)
    expect((await post('{}', { 'content-type': type })).status).toBe(status === 201 ? 400 : 415)
  })

  test('a 415 says what to send', async () => {
    const answer = await post(john, { 'content-type': 'text/plain' })
    expect(answer.headers.get('accept')).toBe('application/json')
    expect(answer.json).toEqual({
      statusCode: 415,
      message: 'The Content-Type text/plain is not one of: application/json.',
      error: 'Unsupported Media Type',
    })
  })

  test('no Content-Type: 415', async () => {
    const authorization = `Authorization: ${credentials()['authorization']}`
    const lines = [authorization, 'Connection: close']
    expect((await sendRaw(port, message(`POST ${path}`, lines, john))).status).toBe(415)
  })

  test('of two Content-Types none goes unvalidated', async () => {
    const lines = [`Authorization: ${credentials()['authorization']}`, 'Connection: close']
    const types = ['Content-Type: application/json', 'Content-Type: text/plain']
    for (const both of [types, [...types].reverse()]) {
      const { status } = await sendRaw(port, message(`POST ${path}`, [...lines, ...both], '{}'))
      expect([400, 415]).toContain(status)
    }
  })

  const malformed = ['{', '{"a":}', "{'a':1}", '{"a":1,}', 'undefined', '[1', '{}{}', '\u0001', '"']

  test.each(malformed)('%j is not JSON: 400', async (text) => {
    const answer = await post(text)
    expect(answer.status).toBe(400)
    expect(answer.json).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('not well-formed JSON') as string,
      violations: [],
    })
  })

  test('an empty body is a missing one', async () => {
    const answer = await ask(server, `POST ${path}`, { headers: credentials() })
    expect(answer).toMatchObject({ status: 400, json: { violations: [{ rule: 'required' }] } })
  })

  test('a byte order mark is no part of JSON', async () => {
    expect((await post(`\uFEFF${john}`)).status).toBe(201)
  })

  test.each(['null', '[]', '1', '"x"', 'true'])('%s is JSON, but no object: 400', async (text) => {
    const answer = await post(text)
    expect(answer).toMatchObject({ status: 400, json: { violations: [{ rule: 'type' }] } })
  })

  const nested = (depth: number) =>
    `${john.slice(0, -1)},"x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`

  test('64 levels are read, 65 are refused', async () => {
    expect((await post(nested(64))).status).toBe(201)
    const answer = await post(nested(65))
    expect(answer.status).toBe(400)
    expect(answer.json).toMatchObject({ message: expect.stringContaining('64 levels') as string })
  })

  test.each(['[', '[]['])('200,000 brackets, %s again and again, are refused', async (some) => {
    expect((await post(some.repeat(200_000))).status).toBe(400)
  })

  test.each(['{"a":', '[{"a":'])('150,000 levels of %s are refused', async (opening) => {
    expect((await post(opening.repeat(150_000))).status).toBe(400)
  })

  test('brackets in a string nest nothing', async () => {
    const text = john.replace('"A"', `"\\"${'['.repeat(100)}"`)
    expect((await post(text)).status).toBe(201)
  })

  const keys: readonly (readonly [string, string])[] = [
    ['__proto__', '"__proto__":{"isAdmin":true}'],
    ['constructor', '"constructor":{"prototype":{"isAdmin":true}}'],
    ['nested', '"a":{"b":[{"__proto__":1}]}'],
    ['nested in lists', '"a":[[[{"constructor":1}]]]'],
    ['written with escapes', '"\\u005f_proto_\\u005f":{"isAdmin":true}'],
    ['constructor with escapes', '"\\u0063onstructor":1'],
    ['of a member that is known', '"email":{"__proto__":1}'],
  ]

  test.each(keys)('a forbidden key, %s: 400', async (__, member) => {
    const answer = await post(`${john.slice(0, -1)},${member}}`)
    expect(answer.status).toBe(400)
    expect(answer.json).toMatchObject({ message: expect.stringContaining('the key') as string })
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined()
  })

  test.each(['toString', 'hasOwnProperty', 'valueOf', 'prototype', '__proto'])(
    '%s is a key like any other',
    async (key) => {
      expect((await post(`${john.slice(0, -1)},"${key}":1}`)).status).toBe(201)
    },
  )

  test('the text of a value may name what is forbidden as a key', async () => {
    expect((await post(john.replace('"A"', '"__proto__ constructor \\u005f"'))).status).toBe(201)
  })

  test('nothing refused was written', async () => {
    await post('{')
    await post(`${john.slice(0, -1)},"__proto__":1}`)
    await post(john, { 'content-type': 'text/plain' })
    const users = await ask(server, 'GET /user?userRole=R', {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(users.json).toEqual([])
  })
})
