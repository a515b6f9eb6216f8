import { ask, askMock } from '../mock/ask.js'
import { openServer } from './support/open-server.js'

const parameters = [
  { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
  { name: 'limit', in: 'query', required: true, schema: { type: 'integer', maximum: 10 } },
  { name: 'tag', in: 'query', schema: { type: 'array', items: { type: 'integer' } } },
  { name: 'X-Level', in: 'header', required: true, schema: { type: 'string', enum: ['a', 'b'] } },
  { name: 'mode', in: 'cookie', required: true, schema: { type: 'boolean' } },
]

const schema = {
  type: 'object',
  required: ['name', 'when'],
  properties: {
    name: { type: 'string', minLength: 2 },
    when: { type: 'string', format: 'date-time' },
    sizes: { type: 'array', items: { type: 'integer' }, uniqueItems: true },
    'a/b~c': { type: 'string', pattern: '^x' },
    kind: { const: 'k' },
  },
  additionalProperties: false,
}

/** One operation with a parameter in every place. */
const contract = {
  openapi: '3.1.0',
  info: { title: 'Everywhere', version: '1' },
  paths: {
    '/things/{id}': {
      put: {
        operationId: 'putThing',
        parameters,
        requestBody: { required: true, content: { 'application/json': { schema } } },
        responses: { 204: { description: 'Done' } },
      },
    },
  },
}

const target = '/_mock/everywhere/things'

type Violation = Readonly<Record<string, string>>

const violationsOf = async (request: string, asked: Parameters<typeof ask>[2]) => {
  const answer = await ask(await openServer({ contract }), request, asked)
  expect(answer.status).toBe(422)
  return { answer, violations: (answer.json as { violations: Violation[] }).violations }
}

test('every violation is told at once: path, query, header, cookie and body', async () => {
  const body = { name: 'x', sizes: [1, 1, 'two'], 'a/b~c': 'y', kind: 'q', other: 1 }
  const { answer, violations } = await violationsOf(`PUT ${target}/one?limit=11&tag=1&tag=x`, {
    headers: { 'x-level': 'c', cookie: 'mode=perhaps' },
    body,
  })
  const rows = violations.map((one) => [
    one['location'],
    one['pointer'],
    one['rule'],
    one['expected'],
    one['got'],
  ])
  expect(rows.sort()).toEqual(
    [
      ['path', '/id', 'type', 'integer', '"one"'],
      ['query', '/limit', 'maximum', '<= 10', '11'],
      ['query', '/tag/1', 'type', 'integer', '"x"'],
      ['header', '/X-Level', 'enum', 'one of "a", "b"', '"c"'],
      ['cookie', '/mode', 'type', 'boolean', '"perhaps"'],
      ['body', '/when', 'required', 'property when', undefined],
      ['body', '/name', 'minLength', 'at least 2 characters', '"x"'],
      ['body', '/sizes/2', 'type', 'integer', '"two"'],
      ['body', '/sizes', 'uniqueItems', 'no two equal items', '[1,1,"two"]'],
      ['body', '/a~1b~0c', 'pattern', 'pattern ^x', '"y"'],
      ['body', '/kind', 'const', '"k"', '"q"'],
      ['body', '', 'additionalProperties', 'no property other', JSON.stringify(body)],
    ].sort(),
  )
  for (const violation of violations) expect(violation['message']).toMatch(/\S/)
  const header = JSON.parse(answer.headers.get('violations') ?? '') as unknown[]
  expect(header).toHaveLength(violations.length)
})

test('what is missing everywhere is told as well', async () => {
  const { violations } = await violationsOf(`PUT ${target}/1`, {})
  expect(violations.map(({ location, pointer, rule }) => [location, pointer, rule])).toEqual([
    ['query', '/limit', 'required'],
    ['header', '/X-Level', 'required'],
    ['cookie', '/mode', 'required'],
    ['body', '', 'required'],
  ])
})

test('a request that satisfies the contract has none', async () => {
  const answer = await ask(await openServer({ contract }), `PUT ${target}/7?limit=1&tag=1&tag=2`, {
    headers: { 'x-level': 'a', cookie: 'mode=true' },
    body: { name: 'xy', when: '2024-01-02T00:00:00Z', 'a/b~c': 'xx' },
  })
  expect(answer.status).toBe(204)
})

test('a long value is shortened, a long list is cut in the header only', async () => {
  const long = 'x'.repeat(5000)
  const { answer, violations } = await violationsOf(`PUT ${target}/1?limit=1`, {
    headers: { 'x-level': 'a', cookie: 'mode=true' },
    body: { name: 'xy', when: long, sizes: Array.from({ length: 500 }, () => 'é') },
  })
  expect(violations.length).toBeGreaterThan(100)
  expect(violations.at(-1)).toMatchObject({ location: 'body', rule: 'limit' })
  expect(violations.find(({ pointer }) => pointer === '/when')?.['got']).toHaveLength(80)
  const header = answer.headers.get('violations') ?? ''
  expect(header.length).toBeLessThanOrEqual(8192)
  expect(header).toMatch(/^[\x20-\x7e]+$/)
  expect((JSON.parse(header) as unknown[]).length).toBeLessThan(violations.length)
  expect(header).toContain('"location":"body"')
})

test('the HeyDonto contract documents 400, in its own shape', async () => {
  const answer = await askMock(await openServer(), 'POST /user', { body: { email: 'x', role: 1 } })
  expect(answer.status).toBe(400)
  expect(answer.headers.get('content-type')).toBe('application/json')
  const { message, violations, ...rest } = answer.json as {
    message: string
    violations: Violation[]
  }
  expect(rest).toEqual({ statusCode: 400, error: 'Bad Request' })
  expect(violations).toContainEqual({
    location: 'body',
    pointer: '/role',
    rule: 'type',
    expected: 'string',
    got: '1',
    message: 'body /role: expected string, got 1',
  })
  for (const violation of violations) expect(message).toContain(violation['message'])
})

/** JSON numbers and text: nothing is made of anything else (INP-25). */
const numbers: readonly (readonly [string, number])[] = [
  ['123', 200],
  ['-0', 200],
  ['1.5', 200],
  ['9007199254740993', 200],
  ['1e400', 400],
  ['-1e400', 400],
  ['"123"', 400],
  ['true', 400],
  ['null', 400],
  ['[1]', 400],
  ['NaN', 400],
  ['Infinity', 400],
  ['0x10', 400],
  ['01', 400],
  ['+1', 400],
]

test.each(numbers)('a number in a body: %s is a %i', async (id, status) => {
  const body = `{"email":"a@b.c","firstName":"A","lastName":"B","role":"C","id":${id}}`
  expect((await askMock(await openServer(), 'PUT /user/123', { body })).status).toBe(status)
})

test('a number that JSON cannot hold is shown as what it reads as', async () => {
  const body = '{"email":"a@b.c","firstName":"A","lastName":"B","role":"C","id":1e400}'
  expect((await askMock(await openServer(), 'PUT /user/123', { body })).json).toMatchObject({
    violations: [{ location: 'body', pointer: '/id', rule: 'type', got: 'Infinity' }],
  })
})

const segments: readonly (readonly [string, number])[] = [
  ['123', 200],
  ['-1', 200],
  ['1.5', 200],
  ['1e3', 200],
  ['1e400', 400],
  ['NaN', 400],
  ['0x10', 400],
  ['%2B1', 400],
  ['1%20', 400],
  ['true', 400],
  ['1,2', 400],
  ['%00', 400],
  ['1%2F2', 400],
]

test.each(segments)('a number in a path: %s is a %i', async (segment, status) => {
  expect((await askMock(await openServer(), `DELETE /user/${segment}`)).status).toBe(status)
})
