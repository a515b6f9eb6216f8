import { expect, test } from '@jest/globals'
import { contractOf } from './support/contract-of.js'
import { runOn, told } from './support/run-on.js'

const text = { type: 'string' }

test('text in another format than JSON is an example as it is sent', async () => {
  const form = { type: 'object', properties: { file: text }, example: 'file=@report.pdf' }
  const body = (mediaType: string, more: object) => ({
    requestBody: { content: { [mediaType]: { schema: { type: 'object' }, ...more } } },
    responses: { 204: { description: '' } },
  })
  const contract = contractOf({
    '/a': { post: { operationId: 'a', ...body('multipart/form-data', { schema: form }) } },
    '/b': { post: { operationId: 'b', ...body('text/x-form', { example: 'a=1' }) } },
    '/c': { post: { operationId: 'c', ...body('application/json', { example: 'a=1' }) } },
    '/d': {
      post: {
        operationId: 'd',
        ...body('application/json', { schema: { maxLength: 1, ...text, example: 'ab' } }),
      },
    },
  })
  const result = await runOn(contract, () => Promise.resolve(new Response(null, { status: 204 })))
  const found = result.findings.filter(({ rule }) => rule === 'V160')
  expect(found.map(({ operation }) => operation).sort()).toEqual(['c', 'd'])
})

test('whether an example of a path names something, the contract does not say', async () => {
  const parameters = [{ name: 'slug', in: 'path', required: true, schema: text, example: 'x' }]
  const responses = { 200: { description: '' } }
  const contract = contractOf({ '/a/{slug}': { get: { operationId: 'a', parameters, responses } } })
  const answering = (status: number) =>
    runOn(contract, () => Promise.resolve(new Response(null, { status })))
  expect(told(await answering(404))).toEqual([])
  expect(told(await answering(403))).toEqual([
    'V101 a: The status 403 is not documented; documented: 200.',
  ])
})

const json = (schema: object) => ({ content: { 'application/json': { schema } } })

const answered = (status: number, value: unknown) => Response.json(value, { status })

test('texts that servers convert are no other type: "5" is sent nowhere in place of 5', async () => {
  const note = {
    type: 'object',
    properties: { stars: { type: 'integer' }, done: { type: 'boolean' } },
  }
  const converts = (value: unknown): boolean =>
    value === undefined || /^-?\d+$|^(true|false)$/.test(String(value))
  const contract = contractOf({
    '/notes': {
      post: {
        operationId: 'add',
        requestBody: { required: true, ...json(note) },
        responses: { 201: { description: '' }, 422: { description: '' } },
      },
    },
  })
  const result = await runOn(contract, async (request) => {
    const said = (await request.json().catch(() => 0)) as { stars?: unknown; done?: unknown } | null
    const isJson = /json/.test(request.headers.get('content-type') ?? '')
    const isFine = isJson && typeof said === 'object' && said && !Array.isArray(said)
    const isRead = isFine && converts(said.stars) && converts(said.done)
    return answered(isRead ? 201 : 422, {})
  })
  expect(told(result).filter((one) => !one.startsWith('V105'))).toEqual([])
  const types = result.outcomes.filter(({ case: { intent } }) => /not-a-(number|bool)/.test(intent))
  expect(types.map(({ result: what }) => what)).toEqual(['passed', 'passed'])
})

const form = (properties: object, required: readonly string[], responses: object, id: string) => ({
  post: {
    operationId: id,
    requestBody: {
      required: true,
      content: { 'multipart/form-data': { schema: { type: 'object', properties, required } } },
    },
    responses,
  },
})

const refusing = { 201: { description: '' }, 400: { description: '' } }

test('in a form all is text: nothing is of another type than text, and null is not sent', async () => {
  const label = { anyOf: [{ ...text, maxLength: 40 }, { type: 'integer' }, { type: 'null' }] }
  const contract = contractOf({ '/a': form({ label }, [], refusing, 'upload') })
  const parts: unknown[] = []
  const result = await runOn(contract, async (request) => {
    const fields = await request.formData().catch(() => undefined)
    const said = fields?.get('label') ?? undefined
    if (request.method !== 'POST')
      return new Response(null, { status: 405, headers: { allow: 'POST' } })
    parts.push(said)
    return new Response(null, { status: fields && [...String(said)].length <= 40 ? 201 : 400 })
  })
  expect(told(result)).toEqual([])
  expect(parts).not.toContain('null')
})

test('names and passwords of a login are not made up', async () => {
  const properties = { username: text, password: text }
  const contract = contractOf({
    '/token': form(properties, ['username', 'password'], refusing, 'a'),
  })
  const result = await runOn(contract, ({ method }) => {
    const status = method === 'POST' ? 400 : 405
    return Promise.resolve(new Response(null, { status, headers: { allow: 'POST' } }))
  })
  expect(told(result)).toEqual([])
})

test('a router that finds no operation for a broken path answers in its own way', async () => {
  const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }]
  const responses = {
    200: { description: '' },
    404: { description: '', ...json({ type: 'object' }) },
  }
  const contract = contractOf({ '/a/{id}': { get: { operationId: 'a', parameters, responses } } })
  const html = { 'content-type': 'text/html' }
  const result = await runOn(contract, ({ url, method }) => {
    const isRouted = method === 'GET' && /\/a\/-?\d+$/.test(url)
    return Promise.resolve(
      isRouted
        ? new Response(null)
        : new Response('<h1>Not Found</h1>', { status: 404, headers: html }),
    )
  })
  expect(told(result)).toEqual([])
  const missing = () => Promise.resolve(new Response('<p>', { status: 404, headers: html }))
  expect(told(await runOn(contract, missing))).toEqual([
    'V102 a: The body is text/html; documented for 404: application/json.',
  ])
})

test('bodies of XML alone can be planned', async () => {
  const schema = { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } }
  const content = { 'application/xml': { schema } }
  const responses = { 204: { description: '' }, 400: { description: '' } }
  const post = { operationId: 'a', requestBody: { required: true, content }, responses }
  const contract = contractOf({ '/a': { post } })
  const result = await runOn(contract, async (request) => {
    const isXml = request.headers.get('content-type') === 'application/xml'
    const isValid = isXml && /<n>-?\d+<\/n>/.test(await request.text())
    return new Response(null, { status: isValid ? 204 : 400 })
  })
  expect(told(result)).toEqual([])
  expect(result.outcomes.map((one) => one.case.id)).toContain('a boundary refused body/n required')
})

test('what the run has deleted need not be there any more', async () => {
  const parameters = [{ name: 'kind', in: 'query', schema: { type: 'string', maxLength: 20 } }]
  const responses = { 204: { description: '' } }
  const contract = contractOf({
    '/policy': { delete: { operationId: 'a', parameters, responses } },
  })
  let isThere = true
  const deleting = (): Promise<Response> => {
    const status = isThere ? 204 : 404
    isThere = false
    return Promise.resolve(new Response(null, { status }))
  }
  const { findings, exchanges } = await runOn(contract, deleting)
  expect(findings).toEqual([])
  expect(exchanges.filter(({ answer }) => 'status' in answer && answer.status === 404)).not.toEqual(
    [],
  )
  isThere = false
  expect(told(await runOn(contract, deleting))).toContain(
    'V101 a: The status 404 is not documented; documented: 204.',
  )
})

test('members by which a client names what it makes are not sent twice', async () => {
  const schema = {
    type: 'object',
    required: ['skuSellerId', 'note'],
    properties: { skuSellerId: text, note: text },
  }
  const json = { content: { 'application/json': { schema } } }
  const item = { name: 'skuSellerId', in: 'path', required: true, schema: text }
  const contract = contractOf({
    '/products': {
      post: {
        operationId: 'add',
        requestBody: { required: true, ...json },
        responses: { 201: { description: '', ...json } },
      },
    },
    '/products/{skuSellerId}': {
      parameters: [item],
      get: { operationId: 'read', responses: { 200: { description: '', ...json } } },
    },
  })
  const names: unknown[] = []
  await runOn(contract, async (request) => {
    if (request.method !== 'POST') return new Response(null, { status: 404 })
    const body: unknown = await request.json().catch(() => ({}))
    const name = (body as Record<string, unknown> | null)?.['skuSellerId']
    if (typeof name !== 'string') return new Response(null, { status: 400 })
    names.push(name)
    return Response.json(body, { status: 201 })
  })
  expect(names.length).toBeGreaterThan(2)
  expect(names.filter((name) => name === names[0])).toHaveLength(1)
})

test('whether what a list lies below is there, no request that only looks can know', async () => {
  const parameters = [{ name: 'teamKey', in: 'path', required: true, schema: text }]
  const award = { type: 'object', required: ['id'], properties: { id: text, year: text } }
  const query = { name: 'limit', in: 'query', schema: { type: 'integer' } }
  const responses = { 200: { description: '', ...json({ type: 'array', items: award }) } }
  const get = { operationId: 'awards', parameters: [query], responses }
  const contract = contractOf({ '/team/{teamKey}/awards': { parameters, get } })
  const result = await runOn(contract, ({ method }) =>
    Promise.resolve(
      new Response(null, { status: method === 'GET' ? 404 : 405, headers: { allow: 'GET' } }),
    ),
  )
  expect(result.exchanges.some((one) => one.case === undefined)).toBe(true)
  expect(told(result)).toEqual([])
})
