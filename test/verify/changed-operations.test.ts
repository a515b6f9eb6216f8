import { changedOperations } from '../../src/verify/changed-operations.js'
import { contractOf } from './support/contract-of.js'

const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/** Trees of leaves, and a list of stores that refers to neither. */
const documentOf = (leaf: object = { type: 'string' }, name = 'Leaf', more: object = {}) =>
  contractOf(
    {
      '/trees/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        get: { responses: { 200: { description: '', ...json(ref('Tree')) } } },
        delete: { responses: { 204: { description: '' } } },
      },
      '/stores': {
        get: {
          tags: ['a'],
          responses: { 200: { description: 'All', ...json({ type: 'array' }) } },
        },
      },
      ...more,
    },
    {
      components: {
        schemas: {
          Tree: {
            properties: { leaf: ref(name), branches: { type: 'array', items: ref('Tree') } },
          },
          [name]: leaf,
        },
        securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
      },
    },
  )

const changed = (before = documentOf(), after = documentOf()) =>
  changedOperations(before, after).map(({ method, path }) => `${method} ${path}`)

test('nothing has changed, whatever schemas are called and people read', () => {
  expect(changed()).toEqual([])
  expect(
    changed(documentOf(), documentOf({ type: 'string', description: 'green' }, 'Blade')),
  ).toEqual([])
  const retagged = {
    '/stores': {
      get: {
        operationId: 'x',
        summary: 'y',
        tags: ['b'],
        responses: { 200: { description: 'One', ...json({ type: 'array' }) } },
      },
    },
  }
  expect(changed(documentOf(), documentOf(undefined, undefined, retagged))).toEqual([])
})

test('a change of a schema reaches the operations that lead to it, through circles', () => {
  const shorter = documentOf({ type: 'string', maxLength: 3 })
  expect(changed(documentOf(), shorter)).toEqual(['GET /trees/{id}'])
  expect(changed(shorter, documentOf())).toEqual(['GET /trees/{id}'])
})

test('a property that is called description is none of those that people read', () => {
  const described = (type: string) => documentOf({ properties: { description: { type } } })
  expect(changed(described('string'), described('integer'))).toEqual(['GET /trees/{id}'])
})

test('new operations, parameters of the path, security', () => {
  const added = documentOf(undefined, undefined, { '/new': { get: { responses: {} } } })
  expect(changed(documentOf(), added)).toEqual(['GET /new'])
  expect(changed(added, documentOf())).toEqual([])
  const item = (type: string, security?: object) => ({
    '/trees/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type } }],
      delete: { responses: { 204: { description: '' } }, ...security },
    },
  })
  const of = (more: object) => documentOf(undefined, undefined, more)
  expect(changed(of(item('string')), of(item('integer')))).toEqual(['DELETE /trees/{id}'])
  expect(changed(of(item('string')), of(item('string', { security: [{ key: [] }] })))).toEqual([
    'DELETE /trees/{id}',
  ])
})
