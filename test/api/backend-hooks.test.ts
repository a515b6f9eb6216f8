import type { Context, OpenAPIBackend } from 'openapi-backend'
import { compileContract } from '../../src/contract/compile.js'
import { sourceDocumentOf } from '../../src/contract/source-document.js'
import type { JsonObject } from '../../src/lib/json-object.js'
import { createBackend } from '../../src/server/backend.js'

const pets = {
  openapi: '3.0.3',
  info: { title: 'Pets', version: '1' },
  components: {
    securitySchemes: {
      key: { type: 'apiKey', in: 'header', name: 'x-api-key' },
      bearer: { type: 'http', scheme: 'bearer' },
    },
    schemas: {
      Pet: {
        type: 'object',
        required: ['name'],
        properties: { id: { type: 'integer' }, name: { type: 'string' } },
      },
    },
  },
  paths: {
    '/pets': {
      get: {
        operationId: 'getPets',
        parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100 } }],
        responses: {
          200: {
            description: 'ok',
            content: {
              'application/json': {
                schema: { type: 'array', items: { $ref: '#/components/schemas/Pet' } },
                example: [{ id: 1, name: 'Garfield' }],
              },
            },
          },
        },
      },
      post: {
        operationId: 'createPet',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
        },
        responses: { 201: { description: 'made' } },
      },
    },
    '/pets/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        operationId: 'getPetById',
        // Overrides the one of the path (OpenAPI 3.0.3 §4.7.9.1).
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
        responses: { 200: { description: 'ok' } },
      },
      delete: { operationId: 'deletePet', responses: { 204: { description: 'gone' } } },
    },
    '/secret': {
      get: {
        operationId: 'getSecret',
        security: [{ key: [] }, { bearer: [] }],
        responses: { 200: { description: 'ok' } },
      },
      put: {
        operationId: 'putSecret',
        security: [{ key: [], bearer: [] }],
        responses: { 200: { description: 'ok' } },
      },
    },
  },
}

const backendOf = (document: object): Promise<OpenAPIBackend> =>
  createBackend(compileContract(sourceDocumentOf(document as JsonObject), 'pets'))

let api: OpenAPIBackend
beforeEach(async () => {
  api = await backendOf(pets)
})

const get = (path: string, headers: Record<string, string> = {}) => ({
  method: 'GET',
  path,
  headers,
})

describe('register', () => {
  test('one handler, or several; they get the context and the handler arguments', async () => {
    api.register('getPets', (context, ...given) => ({ id: context.operation.operationId, given }))
    api.register({
      getPetById: (context) => context.request.params,
      deletePet: (context) => context.request.method,
    })
    expect(await api.handleRequest(get('/pets'), 'req', 'res')).toEqual({
      id: 'getPets',
      given: ['req', 'res'],
    })
    expect(await api.handleRequest(get('/pets/7'))).toEqual({ id: '7' })
    expect(await api.handleRequest({ method: 'delete', path: '/pets/7', headers: {} })).toBe(
      'delete',
    )
  })

  test('an operationId that the contract does not have is refused', () => {
    expect(() => api.register('getPetz', () => null)).toThrow(/Unknown operationId getPetz/)
    expect(() => api.register('toString', () => null)).toThrow(/Unknown operationId/)
  })

  test('what is no function is refused', () => {
    expect(() => api.register('getPets', 'x' as never)).toThrow(/should be a function/)
  })

  test('the context has path, query, headers, cookies and body, decoded', async () => {
    let seen: Context | undefined
    api.register('createPet', (context) => void (seen = context))
    await api.handleRequest({
      method: 'POST',
      path: '/pets',
      headers: { 'Content-Type': 'application/json', Cookie: 'a=1; b=2' },
      query: { tag: ['x', 'y'] },
      body: { name: 'Odie' },
    })
    expect(seen?.api).toBe(api)
    expect(seen?.request).toMatchObject({
      method: 'post',
      path: '/pets',
      headers: { 'content-type': 'application/json' },
      cookies: { a: '1', b: '2' },
    })
    expect(seen?.request.requestBody).toEqual({ name: 'Odie' })
    expect(seen?.operation).toMatchObject({ operationId: 'createPet', path: '/pets' })
    expect(seen?.validation.valid).toBe(true)
  })

  test('a percent-encoded path parameter is decoded', async () => {
    api.register('deletePet', (context) => context.request.params['id'])
    const request = { method: 'DELETE', path: '/pets/a%2Fb%20c', headers: {} }
    expect(await api.handleRequest(request)).toBe('a/b c')
  })
})

describe('no operation', () => {
  test('notFound answers an unknown path', async () => {
    api.register('notFound', (context, given) => ({ notFound: context.request.path, given }))
    expect(await api.handleRequest(get('/cats'), 'req')).toEqual({
      notFound: '/cats',
      given: 'req',
    })
  })

  test('methodNotAllowed answers a known path with another method, else notFound does', async () => {
    const put = { method: 'PUT', path: '/pets', headers: {} }
    api.register('notFound', () => 404)
    expect(await api.handleRequest(put)).toBe(404)
    api.register('methodNotAllowed', () => 405)
    expect(await api.handleRequest(put)).toBe(405)
    expect(await api.handleRequest(get('/cats'))).toBe(404)
  })

  test('without a handler the request rejects', async () => {
    await expect(api.handleRequest(get('/cats'))).rejects.toThrow(/^404-notFound/)
    const put = { method: 'PUT', path: '/pets', headers: {} }
    await expect(api.handleRequest(put)).rejects.toThrow(/^405-methodNotAllowed/)
  })

  test('notImplemented answers an operation without handler, else the request rejects', async () => {
    await expect(api.handleRequest(get('/pets'))).rejects.toThrow(/^501-notImplemented: getPets/)
    api.register('notImplemented', (context) => {
      const { operationId = '' } = context.operation
      return context.api.mockResponseForOperation(operationId)
    })
    expect(await api.handleRequest(get('/pets'))).toEqual({
      status: 200,
      mock: [{ id: 1, name: 'Garfield' }],
    })
  })
})

describe('validation', () => {
  test('validationFail gets every error, and the operation is not run', async () => {
    const handler = jest.fn()
    api.register({
      createPet: handler,
      validationFail: (context) => context.validation.errors,
    })
    const errors = await api.handleRequest({
      method: 'POST',
      path: '/pets',
      headers: { 'content-type': 'application/json' },
      body: { id: 'x' },
    })
    expect(errors).toEqual([
      expect.objectContaining({ keyword: 'required', message: expect.stringContaining('name') }),
      expect.objectContaining({ keyword: 'type', instancePath: '/body/id' }),
    ])
    expect(handler).not.toHaveBeenCalled()
  })

  test('without validationFail a request that breaks the contract rejects', async () => {
    api.register('getPets', () => 'never')
    await expect(api.handleRequest(get('/pets?limit=101'))).rejects.toThrow(/^400-validationFail/)
    expect(await api.handleRequest(get('/pets?limit=100'))).toBe('never')
  })

  test('validateRequest tells without running anything', () => {
    expect(api.validateRequest(get('/pets?limit=7'))).toMatchObject({ valid: true, errors: null })
    const refused = api.validateRequest(get('/pets?limit=seven'))
    expect(refused.valid).toBe(false)
    expect(refused.errors).toEqual([expect.objectContaining({ instancePath: '/query/limit' })])
  })

  test('a parameter of the operation overrides that of the path', () => {
    expect(api.validateRequest(get('/pets/7')).valid).toBe(true)
    expect(api.validateRequest(get('/pets/seven')).valid).toBe(false)
    const remove = { method: 'DELETE', path: '/pets/seven', headers: {} }
    expect(api.validateRequest(remove).valid).toBe(true)
  })

  test('validateResponse judges a body by operation and status', () => {
    expect(api.validateResponse([{ name: 'Odie' }], 'getPets').valid).toBe(true)
    const refused = api.validateResponse([{ id: 1 }], 'getPets')
    expect(refused.valid).toBe(false)
    expect(refused.errors).toEqual([expect.objectContaining({ keyword: 'required' })])
    expect(api.validateResponse([], 'getPets', 418).valid).toBe(false)
    const operation = api.getOperation('getPets')
    expect(operation && api.validateResponse([{ id: 1 }], operation).valid).toBe(false)
  })
})

describe('security', () => {
  const secret = (headers: Record<string, string> = {}, method = 'GET') => ({
    method,
    path: '/secret',
    headers,
  })
  beforeEach(() => {
    api.registerSecurityHandler(
      'key',
      (context) => context.request.headers['x-api-key'] === 'right' && { user: 'K' },
    )
    api.registerSecurityHandler('bearer', (context) => {
      const { authorization } = context.request.headers
      if (authorization === 'Bearer bad') throw new Error('expired')
      return authorization === undefined ? undefined : { user: 'B' }
    })
    api.register({
      getSecret: (context) => context.security,
      putSecret: (context) => context.security['authorized'],
      unauthorizedHandler: (context) => ({ refused: context.security }),
    })
  })

  test('one of the alternatives is enough; what the handler returned is in the context', async () => {
    expect(await api.handleRequest(secret({ 'X-Api-Key': 'right' }))).toMatchObject({
      authorized: true,
      key: { user: 'K' },
    })
    expect(await api.handleRequest(secret({ authorization: 'Bearer x' }))).toMatchObject({
      authorized: true,
      bearer: { user: 'B' },
    })
  })

  test('all schemes of one alternative are needed', async () => {
    const both = { 'x-api-key': 'right', authorization: 'Bearer x' }
    expect(await api.handleRequest(secret(both, 'PUT'))).toBe(true)
    const one = await api.handleRequest(secret({ 'x-api-key': 'right' }, 'PUT'))
    expect(one).toMatchObject({ refused: { authorized: false } })
  })

  test('unauthorizedHandler answers where none is satisfied, and where a handler throws', async () => {
    expect(await api.handleRequest(secret())).toMatchObject({ refused: { authorized: false } })
    const thrown = await api.handleRequest(secret({ authorization: 'Bearer bad' }))
    expect(thrown).toMatchObject({ refused: { bearer: { error: new Error('expired') } } })
  })

  test('without unauthorizedHandler the request rejects', async () => {
    const bare = await backendOf(pets)
    const handler = jest.fn()
    bare.register('getSecret', handler)
    await expect(bare.handleRequest(secret())).rejects.toThrow(/^401-unauthorized/)
    expect(handler).not.toHaveBeenCalled()
  })

  test('an operation without security needs no credentials', async () => {
    api.register('getPets', () => 'pets')
    expect(await api.handleRequest(get('/pets'))).toBe('pets')
  })

  test('an unknown scheme and what is no function are refused', () => {
    expect(() => api.registerSecurityHandler('oauth', () => true)).toThrow(
      /Unknown security scheme/,
    )
    expect(() => api.registerSecurityHandler('key', 'x' as never)).toThrow(/should be a function/)
  })
})

describe('the order of hooks', () => {
  const hooked = (calls: string[]) => {
    const step = (name: string) => () => void calls.push(name)
    api.registerSecurityHandler('key', () => calls.push('security key') > 0)
    api.registerSecurityHandler('bearer', () => undefined)
    api.register({
      preRoutingHandler: step('preRouting'),
      postRoutingHandler: (context) => {
        calls.push(`postRouting ${context.operation?.operationId}`)
      },
      postSecurityHandler: (context) => {
        calls.push(`postSecurity ${context.security['authorized']}`)
      },
      preOperationHandler: (context) => void calls.push(`preOperation ${context.validation.valid}`),
      getSecret: () => {
        calls.push('operation')
        return 'answer'
      },
      notFound: () => {
        calls.push('notFound')
        return 'none'
      },
      postResponseHandler: (context) => {
        calls.push(`postResponse ${context.response}`)
        return `${context.response}, after all`
      },
    })
  }

  test('is routing, security, validation, operation, response', async () => {
    const calls: string[] = []
    hooked(calls)
    expect(await api.handleRequest(get('/secret'))).toBe('answer, after all')
    expect(calls).toEqual([
      'preRouting',
      'postRouting getSecret',
      'security key',
      'postSecurity true',
      'preOperation true',
      'operation',
      'postResponse answer',
    ])
  })

  test('postRoutingHandler and postResponseHandler run where nothing matched', async () => {
    const calls: string[] = []
    hooked(calls)
    expect(await api.handleRequest(get('/cats'))).toBe('none, after all')
    expect(calls).toEqual(['preRouting', 'postRouting undefined', 'notFound', 'postResponse none'])
  })

  test('postResponseHandler can validate the response, as the manual shows', async () => {
    api.register({
      getPets: () => [{ id: 1 }],
      postResponseHandler: (context) => {
        const checked = context.api.validateResponse(context.response, context.operation)
        return checked.errors ? { status: 502, errors: checked.errors.length } : context.response
      },
    })
    expect(await api.handleRequest(get('/pets'))).toEqual({ status: 502, errors: 1 })
  })
})

describe('documents that openapi-backend alone cannot serve', () => {
  test('operations without operationId have one made for them', async () => {
    const anonymous = await backendOf({
      ...pets,
      paths: { '/things/{id}': { get: { responses: { 200: { description: 'ok' } } } } },
    })
    const [operation] = anonymous.getOperations()
    const id = operation?.operationId as string
    expect(id).toMatch(/\S/)
    anonymous.register(id, (context) => context.operation.operationId)
    expect(await anonymous.handleRequest(get('/things/1'))).toBe(id)
  })

  test('3.1 documents are routed and validated', async () => {
    const modern = await backendOf({
      openapi: '3.1.0',
      info: { title: 'Modern', version: '1' },
      paths: {
        '/pets': {
          post: {
            operationId: 'createPet',
            requestBody: {
              required: true,
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    properties: {
                      tag: { type: ['string', 'null'] },
                      age: { type: 'number', exclusiveMinimum: 0 },
                      kind: { const: 'cat' },
                    },
                  },
                },
              },
            },
            responses: { 201: { description: 'made' } },
          },
        },
      },
    })
    modern.register({ createPet: () => 'made', validationFail: (c) => c.validation.errors?.length })
    const post = (body: unknown) =>
      modern.handleRequest({
        method: 'POST',
        path: '/pets',
        headers: { 'content-type': 'application/json' },
        body,
      })
    expect(await post({ tag: null, age: 1, kind: 'cat' })).toBe('made')
    expect(await post({ tag: 1, age: 0, kind: 'dog' })).toBe(3)
  })

  test('recursive schemas are validated', async () => {
    const tree = { type: 'object', properties: { child: { $ref: '#/components/schemas/Tree' } } }
    const recursive = await backendOf({
      ...pets,
      components: { schemas: { Tree: { ...tree, required: ['name'] } } },
      paths: {
        '/trees': {
          post: {
            operationId: 'plant',
            requestBody: {
              required: true,
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Tree' } } },
            },
            responses: { 201: { description: 'planted' } },
          },
        },
      },
    })
    const check = (body: unknown) =>
      recursive.validateRequest({
        method: 'POST',
        path: '/trees',
        headers: { 'content-type': 'application/json' },
        body,
      }).valid
    expect(check({ name: 'a', child: { name: 'b', child: { name: 'c' } } })).toBe(true)
    expect(check({ name: 'a', child: { name: 'b', child: {} } })).toBe(false)
  })

  test('an operation named like a hook is an operation all the same', async () => {
    const named = await backendOf({
      ...pets,
      paths: {
        '/a': { get: { operationId: 'notFound', responses: { 200: { description: 'ok' } } } },
      },
    })
    const [operation] = named.getOperations()
    named.register(operation?.operationId as string, () => 'operation')
    named.register('notFound', () => 'hook')
    expect(await named.handleRequest(get('/a'))).toBe('operation')
    expect(await named.handleRequest(get('/b'))).toBe('hook')
  })
})
