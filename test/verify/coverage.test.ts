import { compileContract } from '../../src/contract/compile.js'
import { sourceDocumentOf } from '../../src/contract/source-document.js'
import type { JsonObject } from '../../src/lib/json-object.js'
import type { Case } from '../../src/verify/case.js'
import { coverageOfResult } from '../../src/verify/coverage/coverage-of-result.js'
import { readCoverage, writeCoverage } from '../../src/verify/coverage/coverage-record.js'
import { coverageTable } from '../../src/verify/coverage/coverage-table.js'
import { emptyCoverage, mergeCoverage, noteExchange } from '../../src/verify/coverage/coverage.js'
import { sentParameters } from '../../src/verify/coverage/sent-parameters.js'

const document = {
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  paths: {
    '/pets': {
      get: {
        operationId: 'list',
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100 } },
          { name: 'q', in: 'query', schema: { type: 'string', minLength: 2 } },
          {
            name: 'page',
            in: 'query',
            style: 'deepObject',
            explode: true,
            schema: { type: 'object' },
          },
          { name: 'X-Tenant', in: 'header', schema: {} },
          { name: 'session', in: 'cookie', schema: {} },
        ],
        responses: {
          200: { description: '' },
          '4XX': { description: '' },
          500: { description: '' },
        },
      },
      post: {
        operationId: 'create',
        requestBody: {
          content: {
            'application/json': {
              schema: {
                allOf: [{ $ref: '#/components/schemas/Pet' }],
              },
            },
          },
        },
        responses: { 201: { description: '' }, default: { description: '' } },
      },
    },
  },
  components: {
    schemas: {
      Pet: {
        type: 'object',
        required: ['name'],
        properties: {
          id: { type: 'integer', readOnly: true },
          name: { type: 'string' },
          tags: { type: 'array', items: { enum: ['a'] } },
        },
      },
    },
  },
}

const contract = compileContract(sourceDocumentOf(document as unknown as JsonObject), 'pets')
const list = contract.byId.get('list')!
const create = contract.byId.get('create')!

const row = (kind: string, coverage = emptyCoverage()) =>
  coverageTable(contract.operations, coverage).find((one) => one.kind === kind)!

test('what can be covered: no readOnly members, no 5xx, default only where it is all there is', () => {
  expect(row('status')).toEqual({
    ...{ kind: 'status', covered: 0, total: 3, percent: 0 },
    missing: ['GET /pets 200', 'GET /pets 4XX', 'POST /pets 201'],
  })
  expect(row('keyword').missing.filter((name) => name.startsWith('POST'))).toEqual([
    ...['POST /pets +body  type', 'POST /pets -body  type'],
    ...['POST /pets +body  required', 'POST /pets -body  required'],
    ...['POST /pets +body /name type', 'POST /pets -body /name type'],
    ...['POST /pets +body /tags type', 'POST /pets -body /tags type'],
    ...['POST /pets +body /tags/* enum', 'POST /pets -body /tags/* enum'],
  ])
  // A query says nothing that is no text.
  expect(row('keyword-negative').missing).not.toContain('GET /pets -query /q type')
  expect(row('keyword-negative').missing).toContain('GET /pets -query /q minLength')
})

test('a status counts for the response that documents it; parameters count when accepted', () => {
  const coverage = emptyCoverage()
  noteExchange(coverage, list, { status: 404, parameters: ['query limit'] })
  noteExchange(coverage, create, { status: 0 })
  expect(row('status', coverage).missing).toEqual(['GET /pets 200', 'POST /pets 201'])
  expect(row('operation', coverage)).toMatchObject({ covered: 1, total: 2, percent: 50 })
  expect(row('parameter', coverage).covered).toBe(0)
  noteExchange(coverage, list, { status: 200, parameters: ['query limit'] })
  expect(row('parameter', coverage)).toMatchObject({ covered: 1, total: 5, percent: 20 })
})

test('the parameters of a request are found in their styles', () => {
  const found = sentParameters(list, {
    target: '/pets?page%5Bsize%5D=1&other=2',
    headers: [
      ['x-tenant', 'a'],
      ['Cookie', 'a=1; session=2'],
    ],
  })
  expect(found).toEqual(['query page', 'header X-Tenant', 'cookie session'])
})

test('items count as one, whichever was broken', () => {
  const coverage = emptyCoverage()
  const negative = {
    location: 'body',
    pointer: '/tags/3',
    keyword: 'enum',
    negative: true,
  } as const
  noteExchange(coverage, create, { status: 400, keywords: [negative] })
  expect(row('keyword-negative', coverage).missing).not.toContain('POST /pets -body /tags/* enum')
  expect(row('keyword-positive', coverage).missing).toContain('POST /pets +body /tags/* enum')
})

test('a run covers the keywords of cases that proved something', () => {
  const one = (id: string, pointer: string): Case => ({
    ...{ id, operation: create, source: 'boundary', intent: id },
    expect: { kind: 'refused', rule: 'V110' },
    covers: [{ location: 'body', pointer, keyword: 'type', negative: true }],
  })
  const exchange = (id: string, status: number) => ({
    ...{ operation: 'create', case: id, as: 'user' as const, at: 0 },
    request: { method: 'POST', target: '/pets', headers: [] },
    answer: { status, headers: [], bytes: new Uint8Array(), milliseconds: 1 },
  })
  const coverage = coverageOfResult(contract, {
    outcomes: [
      { case: one('a', '/name'), result: 'passed' },
      { case: one('b', '/tags'), result: 'unverified' },
    ],
    exchanges: [exchange('a', 400), exchange('b', 401)],
  })
  const { missing } = row('keyword-negative', coverage)
  expect(missing).not.toContain('POST /pets -body /name type')
  expect(missing).toContain('POST /pets -body /tags type')
  expect([...coverage.get('POST /pets')!.statuses]).toEqual(['400', '401'])
})

test('what is accepted keeps the keywords that have no edge', () => {
  const request = {
    ...{ method: 'POST', target: '/pets' },
    headers: [['Content-Type', 'application/json']] as const,
    body: Buffer.from('{"name":"a","tags":["a","a"],"other":{"name":1}}'),
  }
  const kept = (status: number): readonly string[] => {
    const answer = { status, headers: [], bytes: new Uint8Array(), milliseconds: 1 }
    const exchange = { operation: 'create', as: 'user', at: 0, request, answer } as const
    const coverage = coverageOfResult(contract, { outcomes: [], exchanges: [exchange] })
    return [...coverage.get('POST /pets')!.keywords]
  }
  expect(kept(201)).toEqual([
    ...['+body  type', '+body  required', '+body /name type', '+body /tags type'],
  ])
  expect(kept(400)).toEqual([])
})

test('files of coverage are read back and merged', () => {
  const [a, b] = [emptyCoverage(), emptyCoverage()]
  noteExchange(a, list, { status: 200, parameters: ['query q'] })
  noteExchange(b, list, { status: 404 })
  noteExchange(b, create, { status: 201 })
  const read = readCoverage(writeCoverage(a), 'a.json')
  const merged = mergeCoverage(read, b)
  expect(row('operation', merged)).toMatchObject({ covered: 2, total: 2, percent: 100 })
  expect(merged.get('GET /pets')).toMatchObject({ requests: 2 })
  expect(row('parameter', merged).covered).toBe(1)
  expect(writeCoverage(readCoverage(writeCoverage(merged), 'm'))).toBe(writeCoverage(merged))
})

test.each([
  ['', 'It is no coverage'],
  ['{}', 'It is no coverage'],
  ['{"format":"openapi-sandbox-coverage","version":2}', 'version 2'],
  ['{"format":"openapi-sandbox-coverage","version":1}', 'no operations'],
  [
    '{"format":"openapi-sandbox-coverage","version":1,"operations":{"GET /":{"requests":1}}}',
    'GET / is not',
  ],
])('%s is refused by name', (text, reason) => {
  const read = () => readCoverage(text, 'c.json')
  expect(read).toThrow(
    expect.objectContaining({
      code: 'coverage-invalid',
      place: expect.objectContaining({ file: 'c.json' }) as object,
    }) as Error,
  )
  expect(read).toThrow(reason)
})
