import { expect, test } from '@jest/globals'
import { lifecycleScenarios } from '../../src/verify/lifecycle/lifecycle-scenarios.js'
import { contractOf } from './support/contract-of.js'
import { type Fetch, runScenarios, told } from './support/run-on.js'

/** Orders whose lines name products, as FastAPI writes such a contract. */
const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const ok = (schema: object) => ({ description: '', ...json(schema) })
const text = { type: 'string' }
const speed = { enum: ['standard', 'express'], ...text }
const line = {
  type: 'object',
  required: ['product_id'],
  properties: { product_id: { type: 'integer' } },
}
const members = {
  product: { name: text },
  order: { paid: { type: 'boolean' }, speed, lines: { type: 'array', minItems: 1, items: line } },
} as const
const header = (name: string) => ({ name, in: 'header', schema: text })
const query = (name: string) => ({ name, in: 'query', schema: { type: 'integer', minimum: 0 } })

const pathsOf = (noun: keyof typeof members) => {
  const properties = members[noun]
  const said = { type: 'object', required: Object.keys(properties).slice(-1), properties }
  const shown = { ...said, properties: { id: { type: 'integer' }, ...properties } }
  const page = {
    type: 'object',
    properties: { items: { type: 'array', items: shown }, total: { type: 'integer' } },
  }
  const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }]
  const requestBody = { required: true, ...json(said) }
  const refused = {
    404: { description: '' },
    409: { description: '' },
    412: { description: '' },
    422: { description: '' },
  }
  return {
    [`/${noun}s`]: {
      get: {
        operationId: `${noun}s`,
        parameters: [query('limit'), query('offset')],
        responses: { 200: ok(page), ...refused },
      },
      post: { operationId: `add-${noun}`, requestBody, responses: { 201: ok(shown), ...refused } },
    },
    [`/${noun}s/{id}`]: {
      parameters,
      get: { operationId: noun, responses: { 200: ok(shown), ...refused } },
      put: {
        operationId: `put-${noun}`,
        parameters: [header('If-Match')],
        requestBody,
        responses: { 200: ok(shown), ...refused },
      },
      delete: {
        operationId: `delete-${noun}`,
        responses: { 204: { description: '' }, ...refused },
      },
    },
  }
}
const contract = contractOf({ ...pathsOf('product'), ...pathsOf('order') })

const wrongTotals: Readonly<Record<string, (page: number, all: number) => number>> = {
  'the total is of the page': (page) => page,
  'the total is too large': (_, all) => all + 1,
}

type Fault =
  'paid is lost' | 'the ETag stays' | 'the total is of the page' | 'the total is too large'
interface Said {
  readonly paid?: unknown
  readonly name?: unknown
  readonly speed?: unknown
  readonly lines?: readonly { readonly product_id: number }[]
}

/** Keeps what it is told; `fault` is what it does wrong. */
const shop = (fault?: Fault): Fetch => {
  const kept = { products: new Map<number, object>(), orders: new Map<number, object>() }
  const versions = new Map<number, number>()
  const answer = (status: number, value: unknown, headers = {}) =>
    Response.json(value, { status, headers })
  const refusal = (noun: string, said: Said): number | undefined => {
    const { paid = false, speed: how, name, lines } = said
    if (noun === 'products') return typeof name === 'string' ? undefined : 422
    if (typeof paid !== 'boolean' || !Array.isArray(lines) || typeof how === 'object') return 422
    return said.lines?.every((one) => kept.products.has(one.product_id)) ? undefined : 409
  }
  const list = (all: readonly object[], asked: URLSearchParams) => {
    const offset = Number(asked.get('offset') ?? 0)
    const items = all.slice(offset, offset + Number(asked.get('limit') ?? 50))
    const total = wrongTotals[fault ?? '']?.(items.length, all.length) ?? all.length
    return { items, total }
  }
  let last = 0
  const etagOf = (id: number) => `"${fault === 'the ETag stays' ? id : versions.get(id)}"`
  const write = async (request: Request, noun: string, id?: number): Promise<Response> => {
    const said = (await request.json()) as Said
    const wrong = refusal(noun, said)
    const match = request.headers.get('if-match')
    if (wrong !== undefined) return answer(wrong, {})
    if (match !== null && match !== '*' && match !== etagOf(id ?? 0)) return answer(412, {})
    const at = id ?? ++last
    const paid = fault === 'paid is lost' && said.paid !== undefined ? { paid: false } : {}
    kept[noun as keyof typeof kept].set(at, { ...said, ...paid, id: at })
    versions.set(at, (versions.get(at) ?? 0) + 1)
    return answer(id === undefined ? 201 : 200, { ...said, ...paid, id: at })
  }
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url)
    const [, noun = '', name] = pathname.split('/')
    const [things, id] = [kept[noun as keyof typeof kept], Number(name)]
    if (name !== undefined && !things.has(id)) return answer(404, {})
    if (request.method === 'GET')
      return name === undefined
        ? answer(200, list([...things.values()], searchParams))
        : answer(200, things.get(id), { etag: etagOf(id) })
    if (request.method === 'DELETE')
      return new Response(null, { status: things.delete(id) ? 204 : 404 })
    return write(request, noun, name === undefined ? undefined : id)
  }
}

test('an order names products that are there; texts that all of them have prove nothing', async () => {
  const result = await runScenarios(contract, shop(), lifecycleScenarios)
  expect(told(result).filter((one) => !one.startsWith('V105'))).toEqual([])
  const proved = result.outcomes.filter(
    ({ case: { operation }, result: what }) => what === 'passed' && /order/.test(operation.id),
  )
  expect(proved.length).toBeGreaterThan(10)
})

test.each([
  ['paid is lost', /^V121 order: paid was written as true/],
  ['the ETag stays', /^V124 put-product: The ETag "\d+" is that of before the change/],
  ['the total is of the page', /^V126 orders: The total is/],
  ['the total is too large', /^V126 orders: The total is/],
] as const)('found: %s', async (fault, expected) => {
  const found = told(await runScenarios(contract, shop(fault), lifecycleScenarios))
  expect(found).toContainEqual(expect.stringMatching(expected))
})
