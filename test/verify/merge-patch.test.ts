import { expect, test } from '@jest/globals'
import { lifecycleScenarios } from '../../src/verify/lifecycle/lifecycle-scenarios.js'
import { contractOf } from './support/contract-of.js'
import { type Fetch, runScenarios, told } from './support/run-on.js'

const note = { type: ['string', 'null'] }
const named = { type: 'object', properties: { name: { type: 'string' }, note } }
const item = { ...named, properties: { ...named.properties, id: { type: 'string' } } }
const shown = (type = 'application/json') => ({
  description: '',
  content: { [type]: { schema: item } },
})
const body = (type: string) => ({ required: true, content: { [type]: { schema: named } } })
const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]
const contract = contractOf({
  '/docs': {
    post: {
      operationId: 'add',
      requestBody: body('application/json'),
      responses: { 201: shown(), 400: { description: '' } },
    },
  },
  '/docs/{id}': {
    get: { operationId: 'read', parameters, responses: { 200: shown(), 404: { description: '' } } },
    patch: {
      ...{ operationId: 'change', parameters, requestBody: body('application/merge-patch+json') },
      responses: { 200: shown(), 400: { description: '' } },
    },
  },
})

/** Documents that are changed by merge patches; `keeps`: a null takes nothing away. */
const documents = (keeps: boolean): Fetch => {
  const all = new Map<string, Record<string, unknown>>()
  return async (request) => {
    const key = new URL(request.url).pathname.split('/')[2] ?? `k${all.size}`
    const one = all.get(key) ?? {}
    if (request.method === 'GET') return Response.json(one)
    const said = (await request.json()) as Record<string, unknown>
    if (typeof (said['name'] ?? '') !== 'string' || typeof (said['note'] ?? '') !== 'string')
      return new Response(null, { status: 400 })
    const next = Object.entries(said).filter(([, value]) => !keeps || value !== null)
    const left = Object.entries({ ...one, ...Object.fromEntries(next) })
    all.set(key, { ...Object.fromEntries(left.filter(([, value]) => value !== null)), id: key })
    return Response.json(all.get(key), { status: request.method === 'POST' ? 201 : 200 })
  }
}

test('a null of a merge patch takes a member away (V121)', async () => {
  const found = async (keeps: boolean) =>
    told(await runScenarios(contract, documents(keeps), lifecycleScenarios))
  expect(await found(false)).toEqual([])
  const [only, ...others] = await found(true)
  expect(others).toEqual([])
  expect(only).toMatch(/^V121 change: .* was written as null, and is read as /)
})
