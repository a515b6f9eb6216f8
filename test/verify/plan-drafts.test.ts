import { expect, test } from '@jest/globals'
import { validDraft } from '../../src/verify/plan/valid-draft.js'
import { isAllowedDraft, readDraft } from '../../src/verify/plan/read-draft.js'
import { contractOf, operationOf } from './support/contract-of.js'
import { contractServer } from './support/contract-server.js'
import { runOn } from './support/run-on.js'

const pet = {
  type: 'object',
  required: ['name', 'email'],
  additionalProperties: false,
  properties: {
    id: { type: 'integer' },
    name: { type: 'string', maxLength: 12 },
    email: { type: 'string', format: 'email' },
    code: { type: 'string', pattern: '^[A-Z]{3}-[0-9]{2}$' },
    kind: { enum: ['cat', 'dog'] },
    shelterId: { type: 'string' },
    createdAt: { type: 'string', format: 'date-time', readOnly: true },
  },
}

const example = {
  ...{ id: 7, name: 'Rex', email: 'rex@example.com', code: 'ABC-12', kind: 'cat' },
  createdAt: '2020-01-01T00:00:00Z',
}

const json = (more: object) => ({ 'application/json': { schema: pet, ...more } })

const responses = { 200: { description: 'OK', content: { 'application/json': {} } } }

const contract = contractOf({
  '/pets': {
    post: {
      operationId: 'add',
      requestBody: { required: true, content: json({ example }) },
      responses,
    },
    get: {
      operationId: 'list',
      parameters: [
        {
          ...{ name: 'limit', in: 'query', schema: { type: 'integer', maximum: 9 } },
          examples: { few: { value: 2 }, wrong: { value: 10 }, many: { value: 9 } },
        },
      ],
      responses,
    },
  },
  '/shelters/{shelterId}/pets/{petId}': {
    parameters: ['shelterId', 'petId'].map((name) => ({
      ...{ name, in: 'path', required: true, schema: { type: 'string' } },
    })),
    put: {
      operationId: 'replace',
      requestBody: {
        content: json({ example: { ...example, id: 1, shelterId: 'x', kind: 'owl' } }),
      },
      responses,
    },
  },
})

const add = operationOf(contract, 'add')

const bodyOf = async (values: 'documented' | 'fresh' | 'required' | 'full', seed = 's') => {
  const draft = await validDraft(add, { values, seed })
  expect(await isAllowedDraft(contract, draft)).toBe(true)
  return draft.body as Record<string, unknown>
}

test('the documented request is the example without what only answers have', async () => {
  const { createdAt: _, ...sent } = example
  expect(await bodyOf('documented')).toEqual(sent)
})

test('fresh names depend on the seed and stay valid; what is one of a few stays', async () => {
  const [one, same, other] = [
    await bodyOf('fresh'),
    await bodyOf('fresh'),
    await bodyOf('fresh', 't'),
  ]
  expect(one).toEqual(same)
  for (const name of ['id', 'name', 'email', 'code']) {
    expect(one[name]).not.toEqual(example[name as keyof typeof example])
    expect(one[name]).not.toEqual(other[name])
  }
  expect(one['kind']).toBe('cat')
})

test('only what is required, and all that is optional but what speaks of other things', async () => {
  expect(Object.keys(await bodyOf('required')).sort()).toEqual(['email', 'name'])
  expect(Object.keys(await bodyOf('full')).sort()).toEqual(['code', 'email', 'id', 'kind', 'name'])
})

test('the ids of the path and of references are said in the body as well, typed as it wants them', async () => {
  const path = new Map<string, unknown>([
    ['shelterId', 's-1'],
    ['petId', '42'],
  ])
  const replace = operationOf(contract, 'replace')
  const subject = { path, isOwn: true }
  const { body, parameters } = await validDraft(replace, { subject, values: 'full', seed: 's' })
  expect([...parameters.values()]).toEqual(['s-1', '42'])
  expect(body).toMatchObject({ id: 42 })
})

test('a request is read as a server will: what breaks the contract, and what leads elsewhere', async () => {
  const draft = await validDraft(add, { values: 'documented', seed: 's' })
  const found = await readDraft(contract, {
    ...draft,
    body: { name: 'x'.repeat(13), email: 'a@b.co' },
  })
  expect(found?.map(({ pointer, rule }) => `${pointer} ${rule}`)).toEqual(['/name maxLength'])
  const replace = operationOf(contract, 'replace')
  const path = new Map(replace.parameters.map((parameter) => [parameter, '']))
  expect(await readDraft(contract, { operation: replace, parameters: path })).toBeUndefined()
})

test('examples are sent by name; those that break their schemas are told, and not sent', async () => {
  const { findings, outcomes, exchanges } = await runOn(contract, contractServer(contract))
  const told = findings.filter(({ rule }) => rule === 'V160')
  expect(told.map(({ operation, contractPointer }) => [operation, contractPointer])).toEqual([
    ['list', '/paths/~1pets/get/parameters/0/examples/wrong/value'],
    [
      'replace',
      '/paths/~1shelters~1{shelterId}~1pets~1{petId}/put/requestBody/content/application~1json/example',
    ],
  ])
  const sent = outcomes.filter((one) => one.case.id.startsWith('list example'))
  expect(sent.map((one) => [one.case.id, one.result])).toEqual(
    expect.arrayContaining([
      ['list example few', 'passed'],
      ['list example many', 'passed'],
    ]),
  )
  const targets = exchanges.filter((one) => one.case?.startsWith('list example'))
  expect(targets.map(({ request }) => request.target)).toEqual(
    expect.arrayContaining(['/pets?limit=2', '/pets?limit=9']),
  )
  expect(targets.map(({ request }) => request.target)).not.toContain('/pets?limit=10')
})

test('where a version has to be named, any goes: what there is the plan does not know yet', async () => {
  const put = (name: string, more: object = {}) => ({
    operationId: name,
    parameters: [
      { name: 'If-Match', in: 'header', required: true, schema: { type: 'string', ...more } },
    ],
    responses,
  })
  const versioned = contractOf({
    '/any': { put: put('any') },
    '/one': { put: put('one', { pattern: '^"v[0-9]+"$' }) },
  })
  const sentTo = async (id: string): Promise<readonly unknown[]> => {
    const draft = await validDraft(operationOf(versioned, id), { values: 'documented', seed: '' })
    return [...draft.parameters.values()]
  }
  expect(await sentTo('any')).toEqual(['*'])
  expect(await sentTo('one')).toEqual([expect.stringMatching(/^"v\d+"$/)])
})
