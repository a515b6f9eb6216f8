import { compileContract } from '../../src/contract/compile.js'
import { sourceDocumentOf } from '../../src/contract/source-document.js'
import { ask } from '../mock/ask.js'
import { openServer } from '../api/support/open-server.js'

const answered = (text: string) => ({
  responses: { 200: { content: { 'text/plain': { example: text } } } },
})
const query = (name: string) => ({ name, in: 'query', schema: { type: 'integer' } })

const document = {
  openapi: '3.2.0',
  info: { title: 'Paths', version: '1' },
  paths: {
    '/component': { $ref: '#/components/pathItems/item' },
    '/beside': {
      $ref: '#/components/pathItems/item',
      parameters: [query('b')],
      put: { operationId: 'own', ...answered('own') },
    },
    '/other': { $ref: '#/paths/~1component' },
    '/search': {
      query: { ...answered('query') },
      additionalOperations: { COPY: { ...answered('copy') }, 'M-SEARCH': {} },
    },
    '/a/b': { get: {} },
    '/a_b': { get: {} },
    '/a-b': { get: { operationId: 'get_a_b_2' } },
  },
  components: {
    pathItems: {
      item: { parameters: [query('a'), query('b')], get: answered('get'), put: answered('shared') },
    },
  },
}

test('path items by reference, beside other fields, which win', () => {
  const { faults, operations } = compileContract(sourceDocumentOf(document), 'paths')
  expect(faults).toEqual([])
  const shown = operations.map(({ id, parameters }) => [id, parameters.map(({ name }) => name)])
  expect(shown.slice(0, 6)).toEqual([
    ['get_component', ['a', 'b']],
    ['put_component', ['a', 'b']],
    ['get_beside', ['a', 'b']],
    ['own', ['a', 'b']],
    ['get_other', ['a', 'b']],
    ['put_other', ['a', 'b']],
  ])
})

test('derived ids are unique, and give way to written ones', () => {
  const { operations } = compileContract(sourceDocumentOf(document), 'paths')
  const ids = operations.map(({ id }) => id)
  expect(ids.slice(-3)).toEqual(['get_a_b', 'get_a_b_3', 'get_a_b_2'])
  expect(new Set(ids).size).toBe(ids.length)
})

test.each([
  ['GET /component', 200, 'get'],
  ['PUT /beside', 200, 'own'],
  ['GET /other', 200, 'get'],
  ['QUERY /search', 200, 'query'],
  ['COPY /search', 200, 'copy'],
  ['M-SEARCH /search', 200, ''],
  ['GET /search', 405, 'QUERY, COPY, M-SEARCH, OPTIONS'],
])('%s is a %i', async (request, status, text) => {
  const answer = await ask(await openServer({ contract: document }), request)
  expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(text)])
})

test('of two operations with one id both are served, and the first has the handler', async () => {
  const paths = {
    '/a': { get: { operationId: 'x', ...answered('a') } },
    '/b': { get: { operationId: 'x', ...answered('b') } },
  }
  const server = await openServer({ contract: { ...document, paths } })
  expect([(await ask(server, 'GET /a')).text, (await ask(server, 'GET /b')).text]).toEqual([
    'a',
    'b',
  ])
})
