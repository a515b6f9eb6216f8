import { compileContract } from '../../src/contract/compile.js'
import { sourceDocumentOf } from '../../src/contract/source-document.js'
import type { SetupError } from '../../src/errors.js'
import type { JsonObject } from '../../src/lib/json-object.js'
import { fileCorrections } from '../../src/resources/inference/correction.js'
import { inferResources } from '../../src/resources/inference/infer-resources.js'

const user = {
  type: 'object',
  properties: { id: { type: 'integer' }, email: { type: 'string' }, isAdmin: { type: 'boolean' } },
}
const answer = (schema: JsonObject) => ({
  200: { description: 'OK', content: { 'application/json': { schema } } },
})

/** Users, and an operation that nothing is inferred of; `x` says what the document says of them. */
const contractWith = (x: Record<string, unknown> = {}) => {
  const said = (id: string) => (id in x ? { 'x-sandbox': x[id] } : {})
  const operation = (operationId: string, schema: JsonObject) => ({
    operationId,
    ...said(operationId),
    responses: answer(schema),
  })
  const paths = {
    '/users': { ...said('/users'), get: operation('listUsers', { type: 'array', items: user }) },
    '/users/{user}': {
      get: operation('readUser', user),
      delete: operation('removeUser', user),
    },
    '/users/newest': { get: operation('newest', user) },
    '/who/by/mail': { post: operation('whoByMail', { type: 'array', items: user }) },
  }
  const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths }
  return compileContract(sourceDocumentOf(document), 't')
}

const caught = (run: () => unknown): SetupError | undefined => {
  try {
    run()
  } catch (error) {
    return error as SetupError
  }
  return undefined
}

test('x-sandbox of a path item and of an operation wins over what is inferred', () => {
  const inferred = inferResources(contractWith())
  expect(inferred.inferences.get('readUser')?.resource.identity?.properties).toEqual([['id']])
  expect(inferred.inferences.has('whoByMail')).toBe(false)
  const { inferences } = inferResources(
    contractWith({
      '/users': { identity: 'email' },
      removeUser: { ignore: true },
      whoByMail: { role: 'list', resource: 'users' },
    }),
  )
  expect(inferences.get('readUser')?.resource.identity?.properties).toEqual([['email']])
  expect(inferences.has('removeUser')).toBe(false)
  expect(inferences.get('whoByMail')).toMatchObject({
    role: 'list',
    resource: { name: 'users' },
    envelope: { items: [] },
    confidence: 1,
  })
})

test('a file corrects by operationId and by METHOD /path, and wins over the document', () => {
  const contract = contractWith({ removeUser: { ignore: true } })
  const place = (pointer: string) => ({ pointer })
  const corrections = fileCorrections(
    contract,
    {
      operations: {
        removeUser: { role: 'delete' },
        'GET /users/newest': { role: 'read', resource: 'users' },
      },
    },
    place,
  )
  const { inferences } = inferResources(contract, corrections)
  expect(inferences.get('removeUser')).toMatchObject({ role: 'delete', confidence: 1 })
  expect(inferences.get('newest')).toMatchObject({
    role: 'read',
    response: { at: [], status: 200 },
  })
})

test.each<[string, JsonObject, string]>([
  ['an operation', { readUsr: {} }, 'There is no operation readUsr. Did you mean readUser?'],
  ['a path', { 'GET /user': {} }, 'There is no operation GET /user. Did you mean GET /users'],
  ['a member', { readUser: { rol: 'read' } }, 'There is no member rol. Did you mean role?'],
  ['a role', { readUser: { role: 'creat' } }, 'There is no role creat. Did you mean create'],
  [
    'a resource',
    { readUser: { resource: 'user' } },
    'There is no resource user. Did you mean users?',
  ],
  [
    'no object',
    { readUser: true },
    'A correction is an object: { role, resource, identity, ignore }',
  ],
  [
    'no name',
    { readUser: { identity: 1 } },
    'identity is neither the name of a property, such as user.id, nor a list of such',
  ],
  ['no role', { whoByMail: { resource: 'users' } }, 'Nothing says what whoByMail does'],
  ['no place', { whoByMail: { role: 'list' } }, 'whoByMail belongs to no resource that is known'],
])('%s that there is not is told with its place', (_, written, message) => {
  const contract = contractWith()
  const error = caught(() =>
    inferResources(
      contract,
      fileCorrections(contract, written, (pointer) => ({ pointer })),
    ),
  )
  expect(error?.code).toBe('state-correction')
  expect(error?.message).toContain(message)
  expect(error?.place.pointer).toBe(`/${Object.keys(written)[0]?.replace('/', '~1') ?? ''}`)
})

test('x-sandbox at fault is told with its place in the document', () => {
  const error = caught(() => inferResources(contractWith({ readUser: { role: 'reads' } })))
  expect(error).toMatchObject({
    code: 'state-correction',
    message: 'There is no role reads. Did you mean read?',
  })
  expect(error?.place.pointer).toBe('/paths/~1users~1{user}/get/x-sandbox')
})
