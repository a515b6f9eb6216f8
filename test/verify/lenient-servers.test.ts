import { beforeAll, describe, expect, test } from '@jest/globals'
import { inferResources } from '../../src/resources/inference/infer-resources.js'
import { isSurelyBroken } from '../../src/verify/plan/is-surely-broken.js'
import { boundaryScenarios } from '../../src/verify/plan/boundary-scenarios.js'
import { protocolScenarios } from '../../src/verify/plan/protocol-scenarios.js'
import { validDraft } from '../../src/verify/plan/valid-draft.js'
import { lifecycleScenarios } from '../../src/verify/lifecycle/lifecycle-scenarios.js'
import type { Scenario } from '../../src/verify/scenario.js'
import { contractOf, operationOf } from './support/contract-of.js'
import { type Fetch, runScenarios, settings, told } from './support/run-on.js'

const json = (schema: object) => ({ content: { 'application/json': { schema } } })

const author = {
  type: 'object',
  required: ['name', 'isbn'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', maxLength: 30 },
    // What generators of Java make of a pattern that means the whole.
    isbn: { type: 'string', pattern: '[0-9]{13}' },
    note: { type: 'string' },
  },
} as const

const shown = { ...author, required: [], properties: { ...author.properties, id: {} } }

const contract = contractOf({
  '/authors': {
    post: {
      operationId: 'add',
      requestBody: { required: true, ...json(author) },
      responses: {
        201: { description: 'Made', ...json(shown) },
        400: { description: 'No' },
        415: { description: 'No' },
      },
    },
    get: {
      operationId: 'list',
      responses: { 200: { description: 'All', ...json({ type: 'array', items: shown }) } },
    },
  },
  '/authors/{id}': {
    patch: {
      operationId: 'change',
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
      requestBody: { required: true, ...json({ ...author, required: [] }) },
      responses: { 200: { description: 'Changed', ...json(shown) }, 400: { description: 'No' } },
    },
    delete: {
      operationId: 'remove',
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
      responses: { 204: { description: 'Gone' }, 404: { description: 'None' } },
    },
  },
})

type Body = Readonly<Record<string, unknown>>

/** How a server may be lenient. */
interface Habits {
  /** It reads JSON as far as the first value goes. */
  readonly trailing?: boolean
  /** What is null is kept as null. */
  readonly keepsNull?: boolean
  /** It counts code units, not characters. */
  readonly units?: boolean
}

const isText = (value: unknown): value is string => typeof value === 'string'

const whyRefused = ({ name, isbn, note, ...rest }: Body, isWhole: boolean, units: boolean) => {
  const length = isText(name) ? (units ? name.length : [...name].length) : 0
  const isNamed = name === undefined || name === null ? !isWhole : isText(name) && length <= 30
  const isNumbered =
    isbn === undefined || isbn === null ? !isWhole : isText(isbn) && /^[0-9]{13}$/.test(isbn)
  const isNoted = note === undefined || note === null || isText(note)
  return !isNamed || !isNumbered || !isNoted || Object.keys(rest).length > 0
}

const parsed = (text: string, trailing: boolean): Body | undefined => {
  if (text === '') return {}
  try {
    const value: unknown = JSON.parse(trailing ? text.replace(/(\}) more$/, '$1') : text)
    return typeof value === 'object' && value !== null ? (value as Body) : undefined
  } catch {
    return undefined
  }
}

/** A server as Go and Java write it: null is nothing, a missing body is an empty one. */
const serverOf = ({ trailing = false, keepsNull = false, units = false }: Habits = {}): Fetch => {
  const all = new Map<number, Body>()
  let next = 1
  const kept = (body: Body): Body =>
    keepsNull ? body : Object.fromEntries(Object.entries(body).filter(([, one]) => one !== null))
  return async (request) => {
    const { method, url } = request
    const [, , last] = new URL(url).pathname.split('/')
    const id = Number(last)
    const known = last === undefined ? ['GET', 'POST'] : ['PATCH', 'DELETE']
    if (!known.includes(method) || (last !== undefined && !all.has(id)))
      return new Response(null, { status: 404 })
    if (method === 'GET') return Response.json([...all.values()])
    if (method === 'DELETE') return new Response(null, { status: all.delete(id) ? 204 : 404 })
    if (!/json/.test(request.headers.get('content-type') ?? 'json'))
      return new Response(null, { status: 415 })
    const body = parsed(await request.text(), trailing)
    if (!body || whyRefused(body, method === 'POST', units))
      return new Response(null, { status: 400 })
    const one = method === 'POST' ? { id: next++ } : (all.get(id) ?? {})
    const made = { ...one, ...kept(body) }
    all.set(Number((made as Body)['id']), made)
    return Response.json(made, { status: method === 'POST' ? 201 : 200 })
  }
}

const model = inferResources(contract)
const parts = {
  ...{ contract, model, settings, operations: contract.operations },
  monotonic: () => 0,
}

let planned: readonly Scenario[] = []
beforeAll(async () => {
  planned = [
    ...(await boundaryScenarios(parts)),
    ...(await protocolScenarios(parts)),
    ...lifecycleScenarios(parts),
  ]
})

const verified = async (fetch: Fetch) => {
  const result = await runScenarios(contract, fetch, () => planned)
  const errors = result.findings.filter(({ severity }) => severity === 'error')
  return { result, errors: told({ ...result, findings: errors }) }
}

describe('a server that reads what is not there as nothing', () => {
  test('has no finding, and what it was sent is told to prove nothing', async () => {
    const { result, errors } = await verified(serverOf())
    expect(errors).toEqual([])
    const unsure = result.outcomes.filter(({ why }) => why?.includes('as if nothing stood there'))
    expect(unsure.map(({ case: one }) => one.intent).sort()).toEqual(
      expect.arrayContaining(['body /note null', 'body left out']) as unknown,
    )
    // Numbers that match a pattern somewhere only are refused: none is sent as valid.
    expect(result.outcomes.filter(({ status }) => status === 201).length).toBeGreaterThan(3)
  })

  test('has one where null is kept: one, not one for each answer that shows it', async () => {
    const { errors } = await verified(serverOf({ keepsNull: true }))
    expect(errors.some((one) => one.startsWith('V110 change: body /note null'))).toBe(true)
    expect(errors.filter((one) => one.startsWith('V104'))).toEqual([])
  })

  test('is warned of where it stops behind the first value of JSON, or counts code units', async () => {
    const { result, errors } = await verified(serverOf({ trailing: true, units: true }))
    expect(errors).toEqual([])
    const rules = result.findings.map(({ rule, severity }) => `${rule} ${severity}`)
    expect([...new Set(rules)].sort()).toEqual(['V111 warning', 'V115 warning'])
  })
})

test('a random invalid request is invalid however it is read', async () => {
  const change = operationOf(contract, 'change')
  const draft = await validDraft(change, { values: 'fresh', seed: 's' })
  const isBroken = (body: unknown) => isSurelyBroken(contract, { ...draft, body })
  expect(await isBroken({ note: null })).toBe(false)
  expect(await isBroken({ note: 7 })).toBe(true)
  expect(await isBroken({ note: 'a' })).toBe(false)
  const add = operationOf(contract, 'add')
  const whole = await validDraft(add, { values: 'fresh', seed: 's' })
  expect(await isSurelyBroken(contract, { ...whole, body: { name: null, isbn: null } })).toBe(true)
  expect(await isSurelyBroken(contract, { operation: add, parameters: new Map() })).toBe(true)
})
