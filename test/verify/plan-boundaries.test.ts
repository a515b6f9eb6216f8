import { expect, test } from '@jest/globals'
import { contractOf } from './support/contract-of.js'
import { contractServer } from './support/contract-server.js'
import { runOn, settings } from './support/run-on.js'

type Members = Record<string, unknown>

const members: Members = {
  name: { type: 'string', minLength: 2, maxLength: 8 },
  code: { type: 'string', pattern: '^[A-Z]{2}-[0-9]+$' },
  kind: { enum: ['cat', 'dog', 'owl'] },
  email: { type: 'string', format: 'email' },
  born: { type: 'string', format: 'date' },
  weight: { type: 'number', exclusiveMinimum: 0, maximum: 90.5 },
  legs: { type: 'integer', minimum: 0, maximum: 8, multipleOf: 2 },
  chipped: { type: 'boolean' },
  note: { type: ['string', 'null'], maxLength: 20 },
  tags: {
    type: 'array',
    minItems: 1,
    maxItems: 3,
    uniqueItems: true,
    items: { type: 'string', maxLength: 5 },
  },
  owner: {
    type: 'object',
    required: ['phone'],
    properties: { phone: { type: 'string', minLength: 3 }, city: { type: 'string' } },
  },
  home: {
    oneOf: [
      { type: 'object', required: ['cage'], properties: { cage: { type: 'integer' } } },
      { type: 'object', required: ['room'], properties: { room: { type: 'string' } } },
    ],
  },
}

const query = { type: 'integer', minimum: 1, maximum: 50 }

/** The contract of pets; what is given stands in the place of a member, of the query, or of `required`. */
const pets = (changed: Members = {}) => {
  const { query: limit = query, required = ['name', 'kind'], isClosed = true, ...rest } = changed
  const schema = {
    type: 'object',
    required,
    additionalProperties: isClosed !== true,
    properties: { ...members, ...rest },
  }
  const responses = { 200: { description: 'OK' }, 400: { description: 'No' } }
  const parameters = [
    { name: 'limit', in: 'query', schema: limit },
    { name: 'X-Trace', in: 'header', schema: { type: 'string', enum: ['on', 'off'] } },
  ]
  const body = { required: true, content: { 'application/json': { schema } } }
  return contractOf({
    '/pets': {
      get: { operationId: 'list', parameters, responses },
      post: { operationId: 'create', requestBody: body, responses },
    },
  })
}

const statelessly = { settings: { ...settings, stateless: true } }

const found = async (server: Members): Promise<readonly string[]> => {
  const { findings } = await runOn(pets(), contractServer(pets(server)), statelessly)
  const told = findings.filter(({ rule }) => rule === 'V110' || rule === 'V111')
  return told.map(({ rule, message }) => `${rule} ${message}`)
}

test('a server that does what the contract says has no finding', async () => {
  expect(await found({})).toEqual([])
})

/** Servers that do not look at something, and what is found of each. */
const lax: Readonly<Record<string, readonly [server: Members, found: readonly RegExp[]]>> = {
  'texts, lists and what has to be there': [
    {
      name: { type: 'string' },
      code: { type: 'string' },
      email: { type: 'string' },
      born: { type: 'string' },
      tags: { type: 'array', items: { type: 'string' } },
      required: ['kind'],
    },
    [
      /^V110 body \/name of 9 characters, one more than its maxLength/,
      /^V110 body \/name of 1 character, one less than its minLength/,
      /^V110 body \/name left out/,
      /^V110 body \/code ".*", which its pattern does not allow/,
      /^V110 body \/email "not-an-email"/,
      /^V110 body \/born "not-a-date"/,
      /^V110 body \/tags with 4 items/,
      /^V110 body \/tags with 0 items/,
      /^V110 body \/tags with the same item twice/,
      /^V110 body \/tags\/0 of 6 characters/,
    ],
  ],
  'numbers, types and alternatives': [
    {
      kind: { type: 'string' },
      weight: { type: 'number' },
      legs: { type: ['integer', 'string'] },
      chipped: {},
      owner: { type: 'object' },
      home: { type: 'object' },
      query: {},
      isClosed: false,
    },
    [
      /^V110 body \/kind "not-in-the-list"/,
      /^V110 body \/weight 0, not more than its exclusiveMinimum/,
      /^V110 body \/weight 91.5, more than its maximum/,
      /^V110 body \/legs -?\d+, which is no multiple of 2/,
      /^V110 body \/legs the text "not-a-number" in place of a number/,
      /^V110 body \/chipped the text/,
      /^V110 body \/owner\/phone left out/,
      /^V110 body \/home {}, which is none of its alternatives/,
      /^V110 body with the member notDocumented/,
      /^V110 query limit 51, more than its maximum/,
      /^V110 query limit 0, less than its minimum/,
      /^V110 query limit the text "not-a-number"/,
    ],
  ],
}

test.each(Object.entries(lax))(
  'found of a server that is lax: %s',
  async (_, [server, expected]) => {
    const alarms = await found(server)
    for (const message of expected)
      expect(alarms.filter((one) => message.test(one))).toEqual([expect.any(String)])
    expect(alarms.filter((one) => !one.startsWith('V110'))).toEqual([])
  },
)

/** Further demands that a server makes of members, and what of the contract it refuses with that. */
const strict: Readonly<Record<string, readonly [server: Members, found: readonly RegExp[]]>> = {
  'the upper ends': [
    {
      name: { maxLength: 7 },
      kind: { not: { const: 'owl' } },
      weight: { maximum: 90 },
      born: { not: { const: '2024-02-29' } },
      tags: { maxItems: 2 },
      note: { type: 'string' },
      query: { maximum: 49 },
    },
    [
      /\/name of 8 characters, its maxLength/,
      /\/name of 8 characters, some beyond the basic plane/,
      /\/kind "owl"/,
      /\/weight 90.5, its maximum/,
      /\/born 2024-02-29/,
      /\/tags with 3 items/,
      /\/note null/,
      /query limit 50, its maximum/,
    ],
  ],
  'the lower ends': [
    {
      name: { minLength: 3 },
      chipped: { const: true },
      home: { required: ['cage'] },
    },
    [/\/name of 2 characters, its minLength/, /\/chipped false/, /\/home of alternative 2/],
  ],
}

const demanding = (extra: Members): Members =>
  Object.fromEntries(
    Object.entries(extra).map(([name, more]) => [
      name,
      { allOf: [name === 'query' ? query : members[name], more] },
    ]),
  )

test.each(Object.entries(strict))(
  'found of a server that refuses what is allowed, and nothing else: %s',
  async (_, [server, expected]) => {
    const alarms = await found(demanding(server))
    expect(alarms.filter((one) => !one.startsWith('V111'))).toEqual([])
    for (const message of expected)
      expect(alarms.filter((one) => message.test(one))).toEqual([expect.any(String)])
    expect(alarms.filter((one) => !expected.some((message) => message.test(one)))).toEqual([])
  },
)

test('what is optional may be left out: a server that asks for it is found', async () => {
  const alarms = await found({ required: ['name', 'kind', 'email'] })
  expect(alarms).toContainEqual(expect.stringMatching(/^V111 with only what is required/))
})
