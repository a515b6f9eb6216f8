import { expect, test } from '@jest/globals'
import { linkScenarios } from '../../src/verify/lifecycle/link-scenarios.js'
import { contractOf } from './support/contract-of.js'
import { type Fetch, runScenarios } from './support/run-on.js'

const owner = { type: 'object', properties: { id: { type: 'string' }, pet: { type: 'string' } } }
const shown = { description: '', content: { 'application/json': { schema: owner } } }
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }
const contract = contractOf({
  '/owners': {
    post: {
      operationId: 'make',
      requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
      responses: {
        201: {
          ...shown,
          links: {
            it: { operationId: 'read', parameters: { id: '$response.body#/id' } },
            pet: {
              operationRef: '#/paths/~1pets~1{id}/get',
              parameters: { 'path.id': '$response.body#/pet' },
            },
          },
        },
      },
    },
  },
  '/owners/{id}': { get: { operationId: 'read', parameters: [id], responses: { 200: shown } } },
  '/pets/{id}': {
    get: {
      operationId: 'pet',
      parameters: [id],
      responses: { 200: shown, 404: { description: '' } },
    },
  },
})

const answer = (status: number, body: unknown) => Response.json(body, { status })

const run = async (read: (path: string) => Response) => {
  const made = { id: 'o-17', pet: 'p-4' }
  const fetch: Fetch = async ({ method, url }) =>
    method === 'POST' ? answer(201, made) : read(new URL(url).pathname)
  const { findings, outcomes } = await runScenarios(contract, fetch, linkScenarios)
  return {
    found: findings.map(({ rule, message, place }) => `${rule} ${message} ${place.pointer ?? ''}`),
    results: outcomes.map(({ result }) => result),
  }
}

test('links that lead to what they name have no findings', async () => {
  const { found, results } = await run((path) => answer(200, { id: path.split('/').at(-1) }))
  expect(found).toEqual([])
  expect(results).toEqual(['passed', 'passed'])
})

test('a link that leads to nothing, or to something else, is found where it is documented (V130)', async () => {
  const links = '/paths/~1owners/post/responses/201/links'
  const { found } = await run((path) =>
    path === '/pets/p-4' ? new Response(null, { status: 404 }) : answer(200, { id: 'o-18' }),
  )
  expect(found).toContain(`V130 The link pet leads to nothing: 404. ${links}/pet`)
  expect(found).toContain(`V130 The link it names o-17 and leads to o-18. ${links}/it`)
})
