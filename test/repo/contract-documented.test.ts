import { Ajv, type ValidateFunction } from 'ajv'
import addFormatsModule from 'ajv-formats'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import OpenAPISchemaValidatorModule from 'openapi-schema-validator'
import { load as parse } from 'js-yaml'

// The literals in this file are typed from the two published pages of the documentation (and, where a
// comment says "elsewhere", from other public pages of it), not from spec/openapi.yaml.

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type JsonObject = { [key: string]: Json }

const root = resolve(__dirname, '../..')
const ajv = new Ajv({ strict: false, allErrors: true })
defaultOf(addFormatsModule)(ajv)
/** By the text of their schemas: hundreds of examples are written for a few dozen. */
const validators = new Map<string, ValidateFunction>()
const contract = dereferenced(load('spec/openapi.yaml'))
const control = dereferenced(load('spec/control.yaml'))

describe('the document as a whole', () => {
  test('title, version and description', () => {
    expect(contract.info).toEqual({
      title: 'HeyDonto Authentication Documentation',
      version: '1.0',
      description: 'API documentation for HeyDonto Authentication and User Management',
    })
    expect(contract.openapi).toBe('3.0.3')
  })

  test('three servers in the documented order', () => {
    expect(contract.servers).toEqual([
      {
        description: 'Mock server',
        url: 'https://docs.heydonto.com/_mock/apis/authentication/openapi/',
      },
      { description: 'Sandbox', url: 'https://api-staging.heydonto.com/' },
      { description: 'Production', url: 'https://api.heydonto.com/' },
    ])
  })

  test('both tags with their texts', () => {
    const tags = list(contract.tags).map((tag) => [tag.name, lines(tag.description)])
    expect(tags).toEqual([
      [
        'Users',
        [
          'User management endpoints for creating, retrieving, updating, and deleting users in the system. Users are core entities in the HeyDonto platform that represent individuals with access to the system. Each user:',
          'Has a unique email address',
          'Is assigned a specific role (e.g., ADMIN)',
          'Can be associated with multiple organizations, brands, and sites',
          'Can be enabled or disabled',
          'Must provide valid credentials for authentication',
        ],
      ],
      [
        'Authentication',
        [
          'Authentication endpoints for managing user sessions and access control. The authentication system:',
          'Uses JWT (JSON Web Tokens) for secure authentication',
          'Requires email/password credentials for login',
          'Provides session management capabilities',
          'Returns user context information including permissions and access levels',
        ],
      ],
    ])
  })

  test('bearer as documented elsewhere, the cookie as decided', () => {
    const schemes = object(object(contract.components).securitySchemes)
    expect(schemes.bearer).toEqual({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    expect(schemes.cookie).toMatchObject({ type: 'apiKey', in: 'cookie', name: 'access_token' })
  })
})

describe('the operations', () => {
  const guarded = [{ bearer: [] }, { cookie: [] }]

  // Summaries of Authentication, the operationIds' letter case: elsewhere, inferred or decided.
  test.each([
    ['GET /user', 'UsersController_findUsers', 'Retrieve a list of users', guarded],
    ['POST /user', 'UsersController_createUser', 'Create a new user', guarded],
    ['PUT /user/{userId}', 'UsersController_updateUser', 'Update a user', guarded],
    ['DELETE /user/{userId}', 'UsersController_deleteUser', 'Delete a user', guarded],
    [
      'POST /auth/login',
      'AuthController_login',
      'Login to set authentication cookie or get JWT token for third-party integration',
      undefined,
    ],
    [
      'POST /auth/logout',
      'AuthController_logout',
      'Logout user and clear authentication cookie',
      undefined,
    ],
    [
      'GET /auth/user',
      'AuthController_getCurrentUser',
      'Get the currently authenticated user',
      guarded,
    ],
    [
      'POST /auth/tos-accept',
      'AuthController_acceptTermsOfService',
      'Confirm accepting terms of service',
      guarded,
    ],
    [
      'POST /auth/forgot-password',
      'AuthController_forgotPassword',
      'Send password reset email',
      undefined,
    ],
    ['POST /auth/set-password', 'AuthController_setPassword', 'Set a new password', undefined],
    [
      'POST /auth/regenerate-invitation',
      'AuthController_regenerateInvitation',
      'Send a new invitation email',
      undefined,
    ],
  ])('%s is %s', (name, operationId, summary, security) => {
    const found = operation(name)
    expect([found.operationId, found.summary, found.security]).toEqual([
      operationId,
      summary,
      security,
    ])
    expect(found.tags).toEqual([name.includes('/auth/') ? 'Authentication' : 'Users'])
  })

  test('there are no others', () => {
    expect(operationNames(contract)).toHaveLength(11)
  })

  test.each([
    ['GET /user', '200', 'Returns an array of users.'],
    ['POST /user', '201', 'The user has been successfully created.'],
    ['PUT /user/{userId}', '200', 'The user has been successfully updated.'],
    ['DELETE /user/{userId}', '200', 'The user has been successfully deleted.'],
    // Elsewhere:
    [
      'POST /auth/login',
      '200',
      'Successfully logged in. Returns JWT token for third-party requests or sets cookie for frontend requests.',
    ],
    ['POST /auth/logout', '200', 'Successfully logged out.'],
    ['GET /auth/user', '200', 'Returns the current authenticated user.'],
  ])('%s answers %s "%s"', (name, status, description) => {
    const responses = object(operation(name).responses)
    expect(Object.keys(responses).filter((key) => key.startsWith('2'))).toEqual([status])
    expect(object(responses[status]).description).toBe(description)
  })

  // Decided: docs/decisions/002-errors.md.
  test.each([
    ['GET /user', [400, 401, 403]],
    ['POST /user', [400, 401, 403, 409, 413, 415, 429]],
    ['PUT /user/{userId}', [400, 401, 403, 404, 409, 413, 415]],
    ['DELETE /user/{userId}', [400, 401, 403, 404]],
    ['POST /auth/login', [400, 401, 403, 413, 415, 429]],
    ['POST /auth/logout', [403]],
    ['GET /auth/user', [401]],
    ['POST /auth/tos-accept', [401, 403]],
    ['POST /auth/forgot-password', [400, 403, 413, 415]],
    ['POST /auth/set-password', [400, 401, 403, 413, 415, 429]],
    ['POST /auth/regenerate-invitation', [400, 403]],
  ])('%s can be refused with %j', (name, statuses) => {
    const responses = object(operation(name).responses)
    const errors = Object.keys(responses)
      .map(Number)
      .filter((status) => status >= 400)
    expect(errors).toEqual(statuses)
    for (const status of errors) {
      expect(example(object(responses[status]))).toMatchObject({
        statusCode: status,
        message: expect.any(String),
        error: reasonPhrases[status],
      })
    }
  })

  test('passwords that wait say how long: Retry-After', () => {
    for (const name of ['POST /user', 'POST /auth/login', 'POST /auth/set-password']) {
      const refusal = object(object(operation(name).responses)['429'])
      expect(object(refusal.headers)).toHaveProperty('Retry-After')
    }
  })
})

describe('requests', () => {
  test('GET /user: the query parameter userRole', () => {
    expect(operation('GET /user').parameters).toEqual([
      {
        name: 'userRole',
        in: 'query',
        required: true,
        schema: { type: 'string' },
        example: 'string',
      },
    ])
  })

  test.each(['PUT /user/{userId}', 'DELETE /user/{userId}'])('%s: the path parameter', (name) => {
    expect(operation(name).parameters).toMatchObject([
      { name: 'userId', in: 'path', required: true, schema: { type: 'number' }, example: 123 },
    ])
  })

  const person = {
    email: ['string', 'required', 'The email of the user', 'john.doe@example.com'],
    firstName: ['string', 'required', 'The first name of the user', 'John'],
    lastName: ['string', 'required', 'The last name of the user', 'Doe'],
    isEnabled: ['boolean', '', 'Indicates if the user is enabled', true],
    role: ['string', 'required', 'The role of the user', 'ADMIN'],
  }

  test('POST /user: the body', () => {
    expect(bodyFields('POST /user')).toEqual({
      ...person,
      password: ['string', 'write-only required', 'The password of the user', 'password123'],
      organizationId: ['number', '', 'The organization ID', 1],
      brandId: ['number', '', 'The brand ID', 1],
      siteId: ['number', '', 'The site ID', 1],
    })
  })

  test('PUT /user/{userId}: the body', () => {
    expect(bodyFields('PUT /user/{userId}')).toEqual({
      ...person,
      id: ['number', 'required', 'The ID of the user', 123],
    })
  })

  test('POST /auth/login: the body', () => {
    expect(object(operation('POST /auth/login').requestBody).description).toBe(
      'User login credentials', // elsewhere, as the fields' descriptions
    )
    expect(bodyFields('POST /auth/login')).toEqual({
      email: ['string', 'required', 'The email address of the user', 'user@example.com'],
      password: ['string', 'required', 'The password of the user', 'password123'],
    })
  })

  test.each([
    [
      'POST /user',
      '{"email":"john.doe@example.com","firstName":"John","lastName":"Doe","password":"password123","isEnabled":true,"role":"ADMIN","organizationId":1,"brandId":1,"siteId":1}',
    ],
    [
      'PUT /user/{userId}',
      '{"email":"john.doe@example.com","firstName":"John","lastName":"Doe","isEnabled":true,"role":"ADMIN","id":123}',
    ],
    ['POST /auth/login', '{"email":"user@example.com","password":"password123"}'],
  ])('%s: the sample body follows from the fields, in their order', (name, sample) => {
    const fields = Object.entries(object(bodySchema(name).properties))
    expect(
      JSON.stringify(Object.fromEntries(fields.map(([key, of]) => [key, object(of).example]))),
    ).toBe(sample)
  })

  test.each([
    ['POST /auth/forgot-password', ['email']],
    ['POST /auth/set-password', ['token', 'password']],
  ])('%s: the sample body is {}, the fields are optional', (name, fields) => {
    const body = object(operation(name).requestBody)
    expect([body.required, example(body)]).toEqual([true, {}])
    expect(Object.keys(object(bodySchema(name).properties))).toEqual(fields)
    expect(Object.values(bodyFields(name)).map(([type, flags]) => [type, flags])).toEqual(
      name.includes('set')
        ? [
            ['string', ''],
            ['string', 'write-only'],
          ]
        : [['string', '']],
    )
  })

  test('POST /auth/regenerate-invitation: no body, two optional query parameters', () => {
    const found = operation('POST /auth/regenerate-invitation')
    expect(found.requestBody).toBeUndefined()
    const parameters = list(found.parameters).map((it) => [it.name, it.in, it.required, it.schema])
    expect(parameters).toEqual([
      ['email', 'query', undefined, { type: 'string' }],
      ['token', 'query', undefined, { type: 'string' }],
    ])
  })

  test.each([
    'GET /user',
    'DELETE /user/{userId}',
    'POST /auth/logout',
    'GET /auth/user',
    'POST /auth/tos-accept',
  ])('%s has no body', (name) => {
    expect(operation(name).requestBody).toBeUndefined()
  })
})

describe('answers', () => {
  test('POST /auth/login: exactly the documented JSON, schema any', () => {
    expect(JSON.stringify(success('POST /auth/login'))).toBe(
      '{"message":"Login successful","token":"jwt_token_here"}',
    )
    expect(successSchema('POST /auth/login')).toEqual({})
  })

  test('GET /auth/user: exactly the documented JSON', () => {
    expect(JSON.stringify(success('GET /auth/user'))).toBe(
      '{"email":"user@example.com","fhirStoreId":"heydonto-sandbox","id":"1234","organizationIds":["1","2"],"brandIds":["1","3"],"siteIds":["4","5"],"role":"SITE_USER","firstName":"John","lastName":"Doe","tosAcceptedAt":"2024-01-02T00:00:00.000Z"}',
    )
  })

  test('GET /auth/user: every field is required (elsewhere); only tosAcceptedAt may be null', () => {
    const strings = { type: 'array', items: { type: 'string' } }
    const schema = successSchema('GET /auth/user')
    expect(schema.required).toEqual(Object.keys(object(schema.properties)))
    expect(schema.properties).toEqual({
      email: { type: 'string' },
      fhirStoreId: { type: 'string' },
      id: { type: 'string' },
      organizationIds: strings,
      brandIds: strings,
      siteIds: strings,
      role: { type: 'string' },
      firstName: { type: 'string' },
      lastName: { type: 'string' },
      tosAcceptedAt: { type: 'string', format: 'date-time', nullable: true, 'x-decision': '003' },
    })
  })

  test('users: create and update answer the documented request, list answers it in an array', () => {
    const john = {
      id: 123,
      email: 'john.doe@example.com',
      firstName: 'John',
      lastName: 'Doe',
      role: 'ADMIN',
      isEnabled: true,
      organizationIds: ['1'],
      brandIds: ['1'],
      siteIds: ['1'],
      fhirStoreId: 'heydonto-sandbox',
      tosAcceptedAt: null,
    }
    expect(success('POST /user')).toEqual(john)
    expect(success('PUT /user/{userId}')).toEqual(john)
    expect(success('GET /user')).toEqual([john])
    expect(successSchema('POST /user').required).toEqual(Object.keys(john))
  })

  test('a listed user sent back by PUT is accepted', () => {
    const [listed] = success('GET /user') as Json[]
    expect(violations(bodySchema('PUT /user/{userId}'), listed)).toEqual([])
  })

  test.each([
    'DELETE /user/{userId}',
    'POST /auth/logout',
    'POST /auth/tos-accept',
    'POST /auth/forgot-password',
    'POST /auth/set-password',
    'POST /auth/regenerate-invitation',
  ])('%s answers its description as message', (name) => {
    const { description } = object(object(operation(name).responses)['200'])
    expect(success(name)).toEqual({ message: description })
  })
})

describe.each([
  ['spec/openapi.yaml', contract],
  ['spec/control.yaml', control],
])('%s', (file, document) => {
  test('is valid OpenAPI 3.0', () => {
    const Validator = defaultOf(OpenAPISchemaValidatorModule)
    expect(new Validator({ version: 3 }).validate(load(file) as never).errors).toEqual([])
  })

  test('every example fits its schema', () => {
    const holders = exampleHolders(document)
    expect(holders.length).toBeGreaterThan(10)
    for (const { place, schema, value } of holders) {
      expect({ place, violations: violations(schema, value) }).toEqual({ place, violations: [] })
    }
  })

  test('every operation has an id of its own, a summary and an example for every body', () => {
    const operations = operationNames(document).map((name) => operation(name, document))
    expect(new Set(operations.map((it) => it.operationId)).size).toBe(operations.length)
    for (const { operationId, summary, responses } of operations) {
      expect([operationId, summary]).toEqual([expect.any(String), expect.any(String)])
      for (const response of Object.values(object(responses)).map(object)) {
        for (const content of Object.values(object(response.content ?? {})))
          expect(object(content).example).toBeDefined()
      }
    }
  })
})

describe('decisions', () => {
  const folder = join(root, 'docs/decisions')
  const pages = readdirSync(folder).filter((file) => /^\d{3}-.+\.md$/.test(file))

  test('every x-decision names a page', () => {
    const marks = [...nodes(load('spec/openapi.yaml'))].flatMap(
      ({ node }) => node['x-decision'] ?? [],
    )
    expect(marks.length).toBeGreaterThan(20)
    expect(
      [...new Set(marks)].filter((mark) => !pages.some((page) => page.startsWith(`${mark}-`))),
    ).toEqual([])
  })

  test('every number is given once', () => {
    const numbers = pages.map((page) => page.slice(0, 3))
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  test('the index lists every page with its title', () => {
    const rows = readFileSync(join(folder, 'README.md'), 'utf8')
      .split('\n')
      .flatMap((line) => [...line.matchAll(/^\| \[(\d{3})\]\((.+?)\)\s*\| (.+?)\s*\|$/g)])
      .map(([, number, file, title]) => `${number} ${file} ${title}`)
    const expected = pages.sort().map((file) => {
      const [, number, title] =
        /^# (\d{3}): (.+)/.exec(readFileSync(join(folder, file), 'utf8')) ?? []
      return `${number} ${file} ${title}`
    })
    expect(rows).toEqual(expected)
    expect(rows.every((row) => row.slice(0, 3) === row.slice(4, 7))).toBe(true)
  })
})

const reasonPhrases: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
}

function load(file: string): JsonObject {
  return object(parse(readFileSync(join(root, file), 'utf8')) as Json)
}

function object(value: Json | undefined): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new TypeError(`not an object: ${JSON.stringify(value)}`)
}

function list(value: Json | undefined): JsonObject[] {
  if (Array.isArray(value)) return value.map(object)
  throw new TypeError(`not an array: ${JSON.stringify(value)}`)
}

/** Neither specification refers to itself in a circle, so every reference can be written out. */
function dereferenced(document: JsonObject): JsonObject {
  const resolveIn = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(resolveIn)
    if (typeof value !== 'object' || value === null) return value
    if (typeof value.$ref === 'string') return resolveIn(target(value.$ref))
    return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, resolveIn(of)]))
  }
  const target = (ref: string): JsonObject =>
    ref
      .split('/')
      .slice(1)
      .reduce((at, key) => object(at[key]), document)
  return object(resolveIn(document))
}

function operation(name: string, document = contract): JsonObject {
  const [method = '', path = ''] = name.split(' ')
  return object(object(object(document.paths)[path])[method.toLowerCase()])
}

function operationNames(document: JsonObject): string[] {
  return Object.entries(object(document.paths)).flatMap(([path, item]) =>
    Object.keys(object(item))
      .filter((key) => key !== 'parameters')
      .map((method) => `${method.toUpperCase()} ${path}`),
  )
}

function mediaType(message: JsonObject): JsonObject {
  const [only, ...others] = Object.values(object(message.content))
  expect(others).toEqual([])
  return object(only)
}

function example(message: JsonObject): Json | undefined {
  return mediaType(message).example
}

function successMediaType(name: string): JsonObject {
  const [status] =
    Object.entries(object(operation(name).responses)).find(([key]) => key < '3') ?? []
  return mediaType(object(object(operation(name).responses)[status ?? '']))
}

function success(name: string): Json | undefined {
  return successMediaType(name).example
}

function successSchema(name: string): JsonObject {
  return object(successMediaType(name).schema)
}

function bodySchema(name: string): JsonObject {
  const body = object(operation(name).requestBody)
  expect(body.required).toBe(true)
  expect(Object.keys(object(body.content))).toEqual(['application/json'])
  return object(mediaType(body).schema)
}

/** Type, flags, description and example of each field, as the documentation's tables show them. */
function bodyFields(name: string): Record<string, (Json | undefined)[]> {
  const schema = bodySchema(name)
  expect(['type', 'required', 'properties', 'x-decision']).toEqual(
    expect.arrayContaining(Object.keys(schema)),
  )
  const required = Array.isArray(schema.required) ? schema.required : []
  return Object.fromEntries(
    Object.entries(object(schema.properties)).map(([key, value]) => {
      const field = object(value)
      // Nothing may narrow a field beyond its documented type: no enum, no format, no length.
      expect(['type', 'description', 'example', 'writeOnly']).toEqual(
        expect.arrayContaining(Object.keys(field)),
      )
      const flags = [field.writeOnly && 'write-only', required.includes(key) && 'required']
      return [
        key,
        [field.type ?? null, flags.filter(Boolean).join(' '), field.description, field.example],
      ]
    }),
  )
}

function lines(text: Json | undefined): string[] {
  return String(text)
    .split('\n')
    .map((line) => line.replace(/^- /, ''))
    .filter((line) => line !== '')
}

function* nodes(value: Json, place = '#'): Generator<{ node: JsonObject; place: string }> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield { node: value, place }
  for (const [key, of] of Object.entries(value)) yield* nodes(of, `${place}/${key}`)
}

/** Every example with the schema that it must fit: beside it, or the schema that holds it. */
function exampleHolders(
  document: JsonObject,
): { place: string; schema: JsonObject; value: Json }[] {
  return [...nodes(document)]
    .filter(({ node, place }) => node.example !== undefined && !place.includes('/example/'))
    .map(({ node, place }) => ({
      place,
      schema: node.schema === undefined ? node : object(node.schema),
      value: node.example as Json,
    }))
}

function violations(schema: JsonObject, value: Json | undefined): unknown[] {
  const text = JSON.stringify(schema)
  const validate = validators.get(text) ?? ajv.compile(schema)
  validators.set(text, validate)
  return validate(value) ? [] : (validate.errors ?? [])
}

/** The default export of a CommonJS package, which Node and Jest show in two ways. */
function defaultOf<T>(module: { readonly default: T }): T {
  return typeof module === 'function' ? (module as T) : module.default
}
