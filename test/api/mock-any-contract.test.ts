import { ask } from '../mock/ask.js'
import { museum } from '../mock/museum.js'
import { openServer } from './support/open-server.js'

const painting = 'GET /_mock/museum/paintings/1'

const asked = async (request: string, prefer?: string, headers: Record<string, string> = {}) =>
  ask(await openServer({ contract: museum }), request, {
    headers: prefer === undefined ? headers : { ...headers, prefer },
  })

describe('which status', () => {
  const rows: readonly (readonly [string, string, string | undefined, number])[] = [
    ['the lowest 2xx, whatever the order', painting, undefined, 200],
    ['201 before 202', 'POST /_mock/museum/paintings', undefined, 201],
    ['200 for 2XX', 'GET /_mock/museum/tickets', undefined, 200],
    ['200 for default, never an interim one', 'POST /_mock/museum/tickets', undefined, 200],
    ['the first that is no interim one', 'GET /_mock/museum/tours', undefined, 302],
    ['204', 'DELETE /_mock/museum/paintings/1', undefined, 204],
    ['an exact code', painting, 'code=404', 404],
    ['a code of a range', painting, 'code=418', 418],
    ['a code of 2XX', 'GET /_mock/museum/tickets', 'code=206', 206],
    ['a code by default', painting, 'code=503', 503],
    ['a code by default that is no error', painting, 'code=302', 302],
    ['another documented 2xx', 'POST /_mock/museum/paintings', 'code=202', 202],
    ['no interim answer, though default covers it', painting, 'code=102', 404],
    ['no interim answer, though it is documented', 'POST /_mock/museum/tickets', 'code=101', 404],
  ]
  const body = { id: '00000000-0000-4000-8000-000000000001', name: 'Aaa', year: 1500, tags: ['x'] }

  test.each(rows)('%s', async (_, request, prefer, status) => {
    const server = await openServer({ contract: museum })
    const headers: Record<string, string> = prefer === undefined ? {} : { prefer }
    const isPost = request.startsWith('POST /_mock/museum/paintings')
    const answer = await ask(server, request, { headers, ...(isPost && { body }) })
    expect(answer.status).toBe(status)
  })
})

describe('which body', () => {
  const rows: readonly (readonly [string, string | undefined, object])[] = [
    ['the first example', undefined, { name: 'Mona Lisa' }],
    ['a named one', 'example=scream', { name: 'The Scream' }],
    ['a named one by reference', 'example=monalisa', { name: 'Mona Lisa' }],
    ['a named one of another code', 'code=404, example=lost', { status: 404, title: 'Lost' }],
    ['the first one of a code', 'code=404', { status: 404, title: 'Gone away' }],
    [
      'the example of a range, made to fit the code',
      'code=418',
      { status: 418, title: "I'm a Teapot", detail: 'No', errors: [] },
    ],
    [
      'the example of default, made to fit the code',
      'code=503',
      { status: 503, title: 'Service Unavailable' },
    ],
  ]

  test.each(rows)('%s', async (_, prefer, body) => {
    expect((await asked(painting, prefer)).json).toMatchObject(body)
  })

  test('an example that another code or media type has is unknown here', async () => {
    for (const prefer of ['example=lost', 'code=404, example=scream', 'example=night']) {
      const answer = await asked(painting, prefer)
      expect([prefer, answer.status]).toEqual([prefer, 404])
      const { documented } = answer.json as { documented: string[] }
      expect(documented).toEqual(prefer.includes('404') ? ['gone', 'lost'] : ['monalisa', 'scream'])
    }
  })

  test('an answer without a body has no examples', async () => {
    const answer = await asked('DELETE /_mock/museum/paintings/1', 'example=any')
    expect(answer).toMatchObject({ status: 404, json: { documented: [] } })
  })

  test('without an example, a value of the schema', async () => {
    const server = await openServer({ contract: museum })
    const body = {
      id: '00000000-0000-4000-8000-000000000001',
      name: 'Aaa',
      year: 1500,
      tags: ['x'],
    }
    const answer = await ask(server, 'POST /_mock/museum/paintings', { body })
    const { year, ...rest } = answer.json as { year: number }
    expect(year).toBeGreaterThanOrEqual(1400)
    expect(rest).not.toHaveProperty('secret')
  })
})

describe('which media type', () => {
  const rows: readonly (readonly [string, string | null])[] = [
    ['*/*', 'application/json'],
    ['application/*', 'application/json'],
    ['text/plain', 'text/plain'],
    ['text/*', 'text/plain'],
    ['TEXT/PLAIN', 'text/plain'],
    ['application/vnd.museum+json', 'application/vnd.museum+json'],
    ['application/json;q=0.5, text/plain', 'text/plain'],
    ['application/json;q=0.5, text/plain;q=0.4', 'application/json'],
    ['*/*;q=0.1, text/plain;q=0.2', 'text/plain'],
    ['*/*, application/json;q=0', 'text/plain'],
    ['application/json; charset=utf-8', 'application/json'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'application/json'],
    ['text/html', null],
    ['image/*', null],
    ['application/json;q=0', null],
    ['application/json;q=0.000', null],
    ['nonsense', null],
  ]

  test.each(rows)('Accept: %s', async (accept, type) => {
    const answer = await asked(painting, undefined, { accept })
    expect(answer.status).toBe(type === null ? 406 : 200)
    if (type !== null) expect(answer.headers.get('content-type')).toBe(type)
    else
      expect(answer.json).toMatchObject({
        errors: [],
        status: 406,
        detail: expect.stringContaining(
          'application/json, text/plain, application/vnd.museum+json',
        ) as string,
      })
  })

  test('text is sent as it is, without quotes', async () => {
    expect((await asked(painting, undefined, { accept: 'text/plain' })).text).toBe(
      'Mona Lisa, 1503',
    )
  })

  test('examples are looked for in the media type that was chosen', async () => {
    const accept = 'application/vnd.museum+json'
    expect((await asked(painting, 'example=night', { accept })).json).toMatchObject({ year: 1642 })
  })

  test('an answer without a body suits every Accept', async () => {
    const accept = 'image/png'
    expect((await asked('DELETE /_mock/museum/paintings/1', undefined, { accept })).status).toBe(
      204,
    )
  })

  test('the HeyDonto contract: 406 as a problem that lists what there is', async () => {
    const headers = { accept: 'text/html', authorization: 'Bearer x' }
    const request = 'GET /_mock/apis/authentication/openapi/auth/user'
    const answer = await ask(await openServer(), request, { headers })
    expect(answer.status).toBe(406)
    expect(answer.json).toMatchObject({ documented: ['application/json'] })
  })
})

describe('which headers', () => {
  test('every documented one, but nothing that would break the message', async () => {
    const { headers, text } = await asked(painting)
    expect(headers.get('etag')).toBe('"v1"')
    expect(headers.get('x-rate')).toBe('7')
    expect(headers.get('x-optional')).toBe('string')
    expect(headers.get('content-length')).toBe(String(text.length))
    expect(headers.has('x-evil')).toBe(false)
    expect(headers.get('x-lines')).toBe('aX-Evil: 1')
  })

  test('a 204 has its headers, no body and says no length', async () => {
    const answer = await asked('DELETE /_mock/museum/paintings/1')
    expect(answer.headers.get('x-bin')).toBe('blue')
    expect(answer.text).toBe('')
    expect(answer.headers.has('content-length')).toBe(false)
    expect(answer.headers.has('content-type')).toBe(false)
  })

  test('a deprecated operation says so', async () => {
    expect((await asked('DELETE /_mock/museum/paintings/1')).headers.get('deprecation')).toBe(
      'true',
    )
    expect((await asked(painting)).headers.has('deprecation')).toBe(false)
  })
})

test.each([
  ['text/plain', 204],
  ['IMAGE/PNG', 204],
  ['application/json', 415],
  ['text/', 415],
  ['image/png, text/html', 415],
])('where ranges of media types are documented, Content-Type %s is a %i', async (type, status) => {
  const server = await openServer({ contract: museum })
  const headers = { 'content-type': type }
  const answer = await ask(server, 'POST /_mock/museum/tours', { body: 'x', headers })
  expect(answer.status).toBe(status)
})

test('at the root of a contract without handlers the mock answers as well', async () => {
  const answer = await asked('GET /paintings/1', 'example=scream')
  expect(answer.json).toMatchObject({ name: 'The Scream' })
})

test('a violation is told in the documented error shape: 4XX as 422', async () => {
  const contract = structuredClone(museum)
  const { post } = contract.paths['/paintings']
  Object.assign(post.responses, contract.paths['/paintings/{id}'].get.responses)
  Reflect.deleteProperty(post.responses, '404')
  const server = await openServer({ contract })
  const answer = await ask(server, 'POST /_mock/museum/paintings', { body: { id: 1 } })
  expect(answer.status).toBe(422)
  const { errors, ...rest } = answer.json as { errors: unknown[]; detail: string }
  expect(errors).toHaveLength(4)
  expect(rest).toEqual({
    status: 422,
    title: 'The request breaks the contract',
    detail: expect.stringContaining('body /name: is required') as string,
  })
})
