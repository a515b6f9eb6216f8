import { describe, expect, test } from '@jest/globals'
import { inferResources } from '../../src/resources/inference/infer-resources.js'
import { createHttpSender } from '../../src/verify/call/create-http-sender.js'
import { judgeExpectation } from '../../src/verify/judge/judge-expectation.js'
import { judgeReply } from '../../src/verify/judge/judge-reply.js'
import { hasTexts } from '../../src/verify/lifecycle/has-texts.js'
import { lifecycleScenarios } from '../../src/verify/lifecycle/lifecycle-scenarios.js'
import { ownDraft } from '../../src/verify/plan/own-draft.js'
import type { Case } from '../../src/verify/case.js'
import type { Scenario } from '../../src/verify/scenario.js'
import { contractOf, operationOf } from './support/contract-of.js'
import { http, rawServer } from './support/raw-server.js'
import { replyOf } from './support/reply-of.js'
import { type Fetch, runScenarios, told } from './support/run-on.js'

const json = (schema: object, type = 'application/json') => ({ content: { [type]: { schema } } })
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }
const named = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } }
const body = { required: true, ...json(named) }
const item = { ...named, properties: { ...named.properties, id: { type: 'string' } } }

test.each(['POST', 'PUT', 'PATCH'])(
  '%s without a body says so, and sends no chunks',
  async (method) => {
    const server = await rawServer((socket) => socket.end(http('ok')))
    const options = { base: server.url, monotonic: () => 0, timeout: 2000 }
    const sender = createHttpSender(options)
    await sender.send({ method, target: '/cancel', headers: [] })
    sender.close()
    await server.close()
    expect(server.requests[0]).toMatch(/\r\nContent-Length: 0\r\n/)
    expect(server.requests[0]).not.toMatch(/chunked/i)
  },
)

describe('messages', () => {
  const uri = { type: 'string', format: 'uri' }
  const problem = { type: 'object', properties: { instance: uri, help: uri } }
  const kind = { type: 'string', enum: ['a'], maxLength: 3 }
  const contract = contractOf({
    '/a': {
      post: {
        operationId: 'a',
        responses: {
          200: { description: '', ...json({ type: 'object', properties: { kind } }) },
          400: { description: '', ...json(problem, 'application/problem+json') },
        },
      },
    },
  })
  const operation = operationOf(contract, 'a')
  const judged = (status: number, type: string, value: object, isRefusal = false) =>
    judgeReply(
      operation,
      replyOf(status, ['Content-Type', type], JSON.stringify(value)),
      isRefusal ? { kind: 'refused', rule: 'V110' } : undefined,
    ).map(({ rule, dataPointer, keyword }) => `${rule} ${dataPointer} ${keyword}`)

  test('the instance of a problem may be relative, other URIs may not (RFC 9457)', () => {
    const type = 'application/problem+json'
    expect(judged(400, type, { instance: '/a/1' })).toEqual([])
    expect(judged(400, type, { instance: 'http://[' })).toEqual(['V104 /instance format'])
    expect(judged(400, type, { help: '/a/1' })).toEqual(['V104 /help format'])
  })

  test('a value of another type is told once', () => {
    expect(judged(200, 'application/json', { kind: null })).toEqual(['V104 /kind type'])
    expect(judged(200, 'application/json', { kind: 'b' })).toEqual(['V104 /kind enum'])
  })

  test('what had to be refused is not told again where it is shown', () => {
    expect(judged(200, 'application/json', { kind: null }, true)).toEqual([])
  })

  test('a case that servers argue about is a warning', () => {
    const expectation = { kind: 'refused', rule: 'V115' } as const
    const one: Case = { id: 'a', operation, source: 'protocol', intent: 'x', expect: expectation }
    const sent = {
      ...{ operation, request: { method: 'POST', target: '/a', headers: [] }, status: 200 },
      ...{ answer: replyOf(200), isSuccess: true, body: undefined, faults: [] },
    }
    const fault = (more: Partial<Case>) => {
      const verdict = judgeExpectation({ ...one, ...more }, sent)
      return verdict.result === 'failed' ? verdict.fault : undefined
    }
    expect(fault({})?.secondary).toBeUndefined()
    expect(fault({ isMinor: true })?.secondary).toBe(true)
  })
})

test('an item whose text is null is another one, whatever else it shares', () => {
  const said = { name: 'a long name', at: '2019-08-24T14:15:22Z' }
  expect(hasTexts({ at: said.at }, said)).toBe(true)
  expect(hasTexts({ at: said.at, name: null }, said)).toBe(false)
})

describe('what lies where', () => {
  const contract = contractOf({
    '/customers': {
      post: { operationId: 'addCustomer', requestBody: body, responses: made() },
    },
    '/customers/{id}': {
      get: { operationId: 'readCustomer', parameters: [id], responses: shown() },
    },
    '/orders': {
      post: { operationId: 'addOrder', requestBody: body, responses: made() },
      get: { operationId: 'orders', responses: listed() },
    },
    '/orders/{id}': { get: { operationId: 'readOrder', parameters: [id], responses: shown() } },
    '/customers/{id}/orders': {
      get: { operationId: 'ordersOf', parameters: [id], responses: listed() },
    },
  })

  test('a second path of a collection lies below what the plan has made', async () => {
    let count = 0
    const fetch: Fetch = async (request) => {
      const said: unknown = request.method === 'POST' ? await request.json() : { name: 'n' }
      return Response.json({ ...(said as object), id: `c${count++}` }, { status: 201 })
    }
    const seen: unknown[] = []
    const scenario: Scenario = {
      ...{ id: 's', source: 'example', cases: [], requests: 3 },
      run: async (stage) => {
        const wish = { values: 'documented', seed: 's' } as const
        const own = await ownDraft(stage, operationOf(contract, 'ordersOf'), wish)
        seen.push(own.isOwn, own.subject.path.get('id'))
      },
    }
    await runScenarios(contract, fetch, () => [scenario])
    expect(seen).toEqual([true, 'c0'])
  })
})

/** Items with versions, changed by PATCH alone; `isChecked`: an older version is refused. */
const versioned = (isChecked: boolean): Fetch => {
  const all = new Map<string, { version: number; name: unknown }>()
  return async (request) => {
    const key = new URL(request.url).pathname.split('/')[2] ?? ''
    const one = all.get(key)
    const show = (name: string, status: number) => {
      const { version, ...rest } = all.get(name) ?? { version: 0 }
      return Response.json({ id: name, ...rest }, { status, headers: { ETag: `"${version}"` } })
    }
    if (request.method === 'POST') {
      const said = (await request.json()) as { name: unknown }
      if (typeof said.name !== 'string') return new Response(null, { status: 400 })
      all.set(`k${all.size}`, { version: 1, name: said.name })
      return show(`k${all.size - 1}`, 201)
    }
    if (!one) return new Response(null, { status: 404 })
    if (request.method === 'GET') return show(key, 200)
    const match = request.headers.get('if-match')
    if (isChecked && match !== null && match !== '*' && match !== `"${one.version}"`)
      return new Response(null, { status: 412 })
    const said = (await request.json()) as { name: unknown }
    if (typeof said.name !== 'string') return new Response(null, { status: 400 })
    all.set(key, { version: one.version + 1, name: said.name })
    return show(key, 200)
  }
}

test('a change of an older version is refused where there is PATCH alone (V124)', async () => {
  const match = { name: 'If-Match', in: 'header', schema: { type: 'string' } }
  const responses = { ...shown(), 400: { description: '' }, 412: { description: '' } }
  const contract = contractOf({
    '/docs': { post: { operationId: 'add', requestBody: body, responses: made() } },
    '/docs/{id}': {
      get: { operationId: 'read', parameters: [id], responses: shown() },
      patch: { operationId: 'change', parameters: [id, match], requestBody: body, responses },
    },
  })
  expect(inferResources(contract).resources.size).toBe(1)
  const found = async (isChecked: boolean) =>
    told(await runScenarios(contract, versioned(isChecked), lifecycleScenarios))
  expect(await found(true)).toEqual([])
  expect((await found(false)).map((one) => one.split(':')[0])).toEqual(['V124 change'])
})

function made() {
  return { 201: { description: '', ...json(item) }, 400: { description: '' } }
}

function shown() {
  return { 200: { description: '', ...json(item) }, 404: { description: '' } }
}

function listed() {
  const list = { type: 'array', items: item }
  return { 200: { description: '', ...json(list) }, 404: { description: '' } }
}

/** Shelves that clients name by PUT; `ignores` what a PUT does not change, or a list does not filter by. */
const shelves = (ignores: 'color' | 'filter' | undefined): Fetch => {
  const all = new Map<string, Record<string, unknown>>()
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url)
    const code = decodeURIComponent(pathname.split('/')[2] ?? '')
    const colors = searchParams.getAll('color')
    if (code === '') {
      const isListed = ({ color }: Record<string, unknown>) =>
        ignores === 'filter' || colors.length === 0 || colors.includes(String(color))
      return Response.json([...all.values()].filter(isListed))
    }
    const one = all.get(code)
    if (request.method === 'GET')
      return one ? Response.json(one) : new Response(null, { status: 404 })
    const said = (await request.json()) as Record<string, unknown>
    const kept = one && ignores === 'color' ? { color: one['color'] } : {}
    all.set(code, { ...said, ...kept, code })
    return Response.json(all.get(code), { status: one ? 200 : 201 })
  }
}

test('what is no text is changed as well (V121), and every filter is tried, of what PUT has made (V126)', async () => {
  const color = { type: 'string', enum: ['red', 'green'] }
  const code = { type: 'string', pattern: '^[a-z]{8}$' }
  const shelf = { type: 'object', required: ['color'], properties: { color } }
  const whole = { ...shelf, properties: { color, code: { type: 'string' } } }
  const parameter = { name: 'code', in: 'path', required: true, schema: code }
  const filter = { name: 'color', in: 'query', schema: { type: 'array', items: color } }
  const contract = contractOf({
    '/shelves': {
      get: {
        operationId: 'list',
        parameters: [filter],
        responses: { 200: { description: '', ...json({ type: 'array', items: whole }) } },
      },
    },
    '/shelves/{code}': {
      get: {
        operationId: 'read',
        parameters: [parameter],
        responses: { 200: { description: '', ...json(whole) }, 404: { description: '' } },
      },
      put: {
        operationId: 'put',
        parameters: [parameter],
        requestBody: { required: true, ...json(shelf) },
        responses: {
          200: { description: '', ...json(whole) },
          201: { description: '', ...json(whole) },
        },
      },
    },
  })
  const found = async (ignores: 'color' | 'filter' | undefined) =>
    told(await runScenarios(contract, shelves(ignores), lifecycleScenarios))
  expect(await found(undefined)).toEqual([])
  expect((await found('color')).map((one) => one.split(':')[0])).toEqual(['V121 put'])
  expect((await found('filter')).map((one) => one.split(':')[0])).toEqual(['V126 list'])
})
