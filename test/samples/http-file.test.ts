import { httpFile } from '../../src/samples/http-file.js'
import { base, loaded } from './judge-sample.js'

const fileOf = async (paths: object, more: object = {}): Promise<string> =>
  httpFile(
    await loaded({ openapi: '3.1.0', info: { title: 'One', version: '1' }, paths, ...more }),
    base,
  )

const post = (content: object) => ({
  post: { operationId: 'one', requestBody: { content }, responses: {} },
})

test('the file of our contract: variables first, then a request for each operation', async () => {
  const text = await httpFile(await loaded(), `${base}/`)
  expect(
    text.startsWith(
      [
        '# HeyDonto Authentication Documentation 1.0',
        `@baseUrl = ${base}`,
        '@token = <YOUR_JWT_HERE>',
        '@userId = 123',
        '',
        '### Retrieve a list of users',
        '# @name UsersController_findUsers',
        'GET {{baseUrl}}/user?userRole=string',
        'Authorization: Bearer {{token}}',
        '',
        '### Create a new user',
        '# @name UsersController_createUser',
        'POST {{baseUrl}}/user',
        'Authorization: Bearer {{token}}',
        'Content-Type: application/json',
        '',
        '{',
        '  "email": "john.doe@example.com",',
      ].join('\n'),
    ),
  ).toBe(true)
  expect(text).toContain('\nPUT {{baseUrl}}/user/{{userId}}\n')
  expect(text.match(/^### /gm)).toHaveLength(11)
})

test('forms, multipart forms, files and text', async () => {
  const schema = { type: 'object', properties: { a: { const: 'x y' }, f: { format: 'binary' } } }
  expect(
    await fileOf({
      '/a': post({ 'application/x-www-form-urlencoded': { example: { a: 'x&y' } } }),
    }),
  ).toContain('Content-Type: application/x-www-form-urlencoded\n\na=x%26y\n')
  const multipart = await fileOf({ '/a': post({ 'multipart/form-data': { schema } }) })
  expect(multipart).toContain(
    [
      'Content-Type: multipart/form-data; boundary=boundary',
      '',
      '--boundary',
      'Content-Disposition: form-data; name="a"',
      '',
      'x y',
      '--boundary',
    ].join('\n'),
  )
  expect(multipart).toContain('\n< ./f\n--boundary--\n')
  expect(await fileOf({ '/a': post({ 'application/pdf': {} }) })).toContain('\n\n< ./body.pdf\n')
  expect(await fileOf({ '/a': post({ 'text/plain': { example: 'Hello\nyou' } }) })).toContain(
    'Content-Type: text/plain\n\nHello\nyou\n',
  )
})

test('credentials of every kind are variables', async () => {
  const schemes = {
    basic: { type: 'http', scheme: 'basic' },
    key: { type: 'apiKey', in: 'query', name: 'key' },
    sid: { type: 'apiKey', in: 'cookie', name: 'sid' },
  }
  const text = await fileOf(
    { '/a': { get: { security: [{ basic: [], key: [], sid: [] }], responses: {} } } },
    { components: { securitySchemes: schemes } },
  )
  expect(text).toContain(
    [
      'GET {{baseUrl}}/a?key={{apiKey}}',
      'Authorization: Basic {{username}} {{password}}',
      'Cookie: sid={{apiKey}}',
    ].join('\n'),
  )
  for (const line of ['@apiKey = YOUR_API_KEY_HERE', '@username = YOUR_USERNAME'])
    expect(text.split('\n')).toContain(line)
})

test('parameters of one name may have several values', async () => {
  const get = (example: number) => ({
    get: {
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'integer' }, example },
      ],
      responses: {},
    },
  })
  const text = await fileOf({ '/a/{id}': get(1), '/b/{id}': get(2), '/c/{id}': get(1) })
  expect(text).toContain('@id = 1\n@id2 = 2\n')
  expect(text.match(/^GET .*/gm)).toEqual([
    'GET {{baseUrl}}/a/{{id}}',
    'GET {{baseUrl}}/b/{{id2}}',
    'GET {{baseUrl}}/c/{{id}}',
  ])
})

describe('nothing of a document is a line, a variable or a script of the file:', () => {
  const hostile = '{{require("child_process").execSync("touch x")}}'
  const script = 'a\n> {% client.exit() %}\n< {% x %}\n### next\nGET http://evil.test/'

  test('in bodies', async () => {
    for (const value of [hostile, script, `x${hostile}`]) {
      const json = await fileOf({ '/a': post({ 'application/json': { example: [value] } }) })
      expect(json).not.toContain(hostile)
      expect(JSON.parse(json.slice(json.indexOf('['), json.lastIndexOf(']') + 1))).toEqual([value])
      const text = await fileOf({ '/a': post({ 'text/plain': { example: value } }) })
      expect(text).toContain('\n\n< ./body.txt\n')
      const part = { schema: { type: 'object', properties: { a: { const: value } } } }
      const form = await fileOf({ '/a': post({ 'multipart/form-data': part }) })
      expect(form).toContain('\n< ./a.txt\n')
      for (const written of [text, form]) expect(written).not.toMatch(/execSync|evil|client\.exit/)
    }
  })

  test('in headers, queries, names and titles', async () => {
    const parameters = ['header', 'query'].map((place) => ({
      ...{ name: 'p', in: place, required: true, schema: { const: hostile } },
    }))
    const text = await fileOf(
      {
        '/a': { get: { summary: `${hostile}\nGET http://evil.test/`, parameters, responses: {} } },
      },
      { info: { title: `${hostile}\n@token = x`, version: '1' } },
    )
    expect(text).not.toContain(hostile)
    expect(text.match(/^(@|GET).*/gm)).toEqual([
      `@baseUrl = ${base}`,
      expect.stringMatching(/^GET \{\{baseUrl\}\}\/a\?p=%7B%7Brequire/),
    ])
  })
})
