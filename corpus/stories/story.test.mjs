// node --test corpus/stories/story.test.mjs: stories fail where a server is wrong (test/api/real-documents.test.ts runs it).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createServer } from '../../dist/index.js'
import { inferResources } from '../../dist/resources/inference/infer-resources.js'
import { compileContract } from '../../dist/contract/compile.js'
import { sourceDocumentOf } from '../../dist/contract/source-document.js'
import { tellStories } from './tell-stories.mjs'

const json = (schema) => ({ content: { 'application/json': { schema } } })
const task = { $ref: '#/components/schemas/Task' }
const body = { required: true, ...json(task) }
const ok = { description: '', ...json(task) }
const gone = { description: '' }

const document = {
  openapi: '3.0.3',
  info: { title: 'Tasks', version: '1' },
  paths: {
    '/tasks': {
      get: {
        parameters: [
          { name: 'page', in: 'query', schema: { type: 'integer' } },
          { name: 'size', in: 'query', schema: { type: 'integer', default: 2 } },
        ],
        responses: { 200: { description: '', ...json({ type: 'array', items: task }) } },
      },
      post: { requestBody: body, responses: { 201: ok } },
    },
    '/tasks/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
      get: { responses: { 200: ok, 404: gone } },
      put: { requestBody: body, responses: { 200: ok, 404: gone } },
      delete: { responses: { 204: gone, 404: gone } },
    },
  },
  components: {
    schemas: {
      Task: {
        type: 'object',
        required: ['title'],
        properties: {
          id: { type: 'integer', readOnly: true },
          title: { type: 'string', minLength: 3 },
          priority: { type: 'integer' },
        },
      },
    },
  },
}

/** The end of the only story, told of a server of which `spoil` makes another. */
const storyWith = async (spoil) => {
  const server = await createServer({ contract: document, state: 'on' })
  const contract = compileContract(sourceDocumentOf(document), 'tasks')
  const model = inferResources(contract)
  const real = (request) => server.fetch(request)
  try {
    const fetch = spoil ? spoil(real) : real
    const { told, log } = await tellStories({ fetch, contract, model, document })
    return { ...told[0], stories: told.length, faults: log.faults.map(({ kind }) => kind) }
  } finally {
    await server.close()
  }
}

const is = ({ method, url }, wanted, path) => method === wanted && path.test(new URL(url).pathname)

/** Another answer to some requests. */
const answering = (method, path, answer) => (real) => async (request) =>
  is(request, method, path) ? answer(await real(request), request) : real(request)

const withBody = (change) => async (response) => {
  const next = change(await response.json())
  return new Response(JSON.stringify(next), response)
}

const item = /^\/tasks\/\d+$/
const list = /^\/tasks$/

test('a server that remembers passes: five links, nothing broken', async () => {
  const { step, links, stories, faults } = await storyWith()
  assert.deepEqual([step, stories, faults], [undefined, 1, []])
  assert.equal(links, 5)
})

const wrongs = [
  [
    'forgets what was made',
    'POST',
    list,
    withBody((one) => ({ ...one, id: 999 })),
    'create → read',
  ],
  [
    'lists only the first page',
    'GET',
    list,
    withBody((all) => all.slice(0, 1)),
    'create → list contains',
  ],
  ['shows another record', 'GET', item, withBody((one) => ({ ...one, id: 7777 })), 'create → read'],
  ['loses a value', 'GET', item, withBody((one) => ({ ...one, title: 'lost' })), 'create → read'],
  ['answers 500', 'PUT', item, () => new Response('', { status: 500 }), 'replace'],
]

for (const [what, method, path, answer, step] of wrongs)
  test(`a server that ${what} fails at ${step}`, async () => {
    assert.equal((await storyWith(answering(method, path, answer))).step, step)
  })

test('a server that ignores a change fails where it is read', async () => {
  const kept = new Map()
  const spoil = (real) => async (request) => {
    if (!is(request, 'PUT', item)) return real(request)
    const { title, priority } = await request.json()
    kept.set(request.url, true)
    return Response.json({ id: Number(request.url.split('/').pop()), title, priority })
  }
  assert.equal((await storyWith(spoil)).step, 'replace → read')
})

test('a server that deletes nothing fails where it is read', async () => {
  const spoil = (real) => async (request) =>
    is(request, 'DELETE', item) ? new Response(null, { status: 204 }) : real(request)
  assert.equal((await storyWith(spoil)).step, 'delete → read 404')
})

test('a server that still lists what is gone fails', async () => {
  let last
  const spoil = (real) => async (request) => {
    if (is(request, 'GET', item)) {
      const response = await real(request)
      if (response.ok) last = await response.clone().json()
      return response
    }
    const response = await real(request)
    const isFirst = !new URL(request.url).searchParams.has('page')
    if (!is(request, 'GET', list) || !last || !isFirst) return response
    return withBody((all) => [last, ...all.slice(1)])(response)
  }
  assert.equal((await storyWith(spoil)).step, 'delete → list lacks')
})

test('a body that breaks the contract is found', async () => {
  const answer = withBody((one) => ({ ...one, title: 1 }))
  const { faults } = await storyWith(answering('POST', list, answer))
  assert.deepEqual(faults, ['broken'])
})

test('a status that is not documented is found', async () => {
  const answer = async (response) =>
    new Response(await response.text(), { ...response, status: 202, headers: response.headers })
  const { faults } = await storyWith(answering('POST', list, answer))
  assert.deepEqual(faults, ['broken'])
})
