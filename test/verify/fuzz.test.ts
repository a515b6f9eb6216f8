import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { smallerValues } from '../../src/verify/fuzz/smaller-values.js'
import { isReply } from '../../src/verify/wire.js'
import { contractOf } from './support/contract-of.js'
import { contractServer } from './support/contract-server.js'
import { type Fetch, runOn, settings } from './support/run-on.js'

const schema = {
  type: 'object',
  required: ['count'],
  additionalProperties: false,
  properties: {
    count: { type: 'integer', minimum: 0, maximum: 1_000_000 },
    label: { type: 'string', maxLength: 30 },
    tags: { type: 'array', items: { type: 'string' }, maxItems: 6 },
  },
}

const answer = (description: string) => ({
  description,
  content: { 'application/json': {} },
})

const things = (of: object = schema) =>
  contractOf({
    '/things': {
      post: {
        operationId: 'create',
        requestBody: { required: true, content: { 'application/json': { schema: of } } },
        responses: { 200: answer('OK'), 400: answer('No') },
      },
    },
  })

/** A run whose time passes with each look at the clock. */
const fuzzed = (server: Fetch, milliseconds = 200) => {
  let time = 0
  return runOn(things(), server, {
    settings: { ...settings, stateless: true, nonce: 'seed-1', fuzz: milliseconds },
    monotonic: () => time++,
  })
}

const countOf = async (request: Request): Promise<number> => {
  const found = /"count":(\d+)/.exec(await request.clone().text())
  return Number(found?.[1])
}

test('a server that does what the contract says has no finding, and the time is kept', async () => {
  const { findings, outcomes, exchanges } = await fuzzed(contractServer(things()))
  expect(findings).toEqual([])
  const own = outcomes.filter((one) => one.case.source === 'fuzz')
  expect(own.map(({ result }) => result)).toEqual(['passed', 'passed'])
  expect(exchanges.length).toBeGreaterThan(100)
  const short = await fuzzed(contractServer(things()), 20)
  expect(short.exchanges.length).toBeLessThan(exchanges.length / 2)
})

test('what fails beyond a number that no boundary is at is found, with the smallest request', async () => {
  const server = contractServer(things())
  const { findings } = await fuzzed(async (request) => {
    const count = await countOf(request)
    const isMiddle = count > 70_000 && count < 900_000
    return isMiddle ? new Response(null, { status: 500 }) : server(request)
  })
  expect(findings.map(({ rule, case: id }) => [rule, id])).toEqual([['V100', 'create fuzz valid']])
  const [found] = findings
  const body = JSON.parse(Buffer.from(found?.request?.body ?? []).toString()) as object
  expect(Object.keys(body)).toEqual(['count'])
  expect(found?.intent).toContain('--run-seed seed-1')
})

test('the same seed sends the same', async () => {
  const bodies = async () => {
    const { exchanges } = await fuzzed(contractServer(things()), 60)
    return exchanges.map(({ request }) => Buffer.from(request.body ?? []).toString())
  }
  expect(await bodies()).toEqual(await bodies())
})

test('an invalid request that is accepted is found, and stays invalid while it is made smaller', async () => {
  const { maximum: _, ...count } = schema.properties.count
  const lax = things({ ...schema, properties: { ...schema.properties, count } })
  const { findings } = await fuzzed(contractServer(lax))
  const own = findings.filter(({ source }) => source === 'fuzz')
  expect(own.map(({ rule }) => rule)).toEqual(['V110'])
  const answered = own.every(({ answer }) => answer && isReply(answer) && answer.status === 200)
  expect(answered).toBe(true)
  const body = JSON.parse(Buffer.from(own[0]?.request?.body ?? []).toString()) as { count: number }
  expect(body).toEqual({ count: 1_000_001 })
})

const sizeOf = (value: unknown): number =>
  typeof value === 'number' ? Math.abs(value) : JSON.stringify(value).length

test('smaller values are smaller, and there is an end to them', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      for (const smaller of smallerValues(value)) {
        if (typeof value === 'number') expect(sizeOf(smaller)).toBeLessThan(sizeOf(value))
        else expect(JSON.stringify(smaller)).not.toBe(JSON.stringify(value))
      }
    }),
    { numRuns: 100 },
  )
})
