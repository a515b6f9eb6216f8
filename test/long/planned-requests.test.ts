import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { JsonSchema } from '../../src/lib/json-schema.js'
import { loadContracts } from '../../src/server/serve-contract.js'
import { modelDraft } from '../../src/verify/plan/model-draft.js'
import { negativeCases } from '../../src/verify/plan/negative-cases.js'
import { positiveCases } from '../../src/verify/plan/positive-cases.js'
import { SentBefore } from '../../src/verify/plan/sent-before.js'
import { validDraft } from '../../src/verify/plan/valid-draft.js'
import { sourceOf } from '../generate/source.js'
import { documents } from '../verify/support/verify-own.js'
import { contractOf, operationOf } from '../verify/support/contract-of.js'
import { contractServer } from '../verify/support/contract-server.js'
import { runOn, settings } from '../verify/support/run-on.js'

const leaf = fc.oneof(
  fc.record({ min: fc.nat(4), room: fc.nat(6) }).map(({ min, room }) => ({
    ...{ type: 'string', minLength: min, maxLength: min + room },
  })),
  fc.constantFrom('email', 'date', 'date-time', 'uuid', 'ipv4').map((format) => ({
    ...{ type: 'string', format },
  })),
  fc.constantFrom('^[a-z]+$', '^[A-Z]{2}-\\d+$', '\\d').map((pattern) => ({
    ...{ type: 'string', pattern },
  })),
  fc.record({ low: fc.integer({ min: -50, max: 50 }), room: fc.nat(40) }).map(({ low, room }) => ({
    ...{ type: 'integer', minimum: low, maximum: low + room },
  })),
  fc.constantFrom<object>(
    { type: 'boolean' },
    { enum: ['a', 'b'] },
    { type: ['string', 'null'] },
    { type: 'number', exclusiveMinimum: 0, multipleOf: 0.5 },
  ),
)

const objectOf = (member: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc
    .record({
      properties: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), member, { minKeys: 1 }),
      isClosed: fc.boolean(),
      count: fc.nat(4),
    })
    .map(({ properties, isClosed, count }) => ({
      ...{ type: 'object', properties: { ...properties } },
      required: Object.keys(properties).slice(0, count),
      ...(isClosed && { additionalProperties: false }),
    }))

const member = fc.oneof(
  leaf,
  objectOf(leaf),
  fc.record({ items: leaf, maxItems: fc.integer({ min: 1, max: 4 }) }).map((list) => ({
    ...{ type: 'array', ...list },
  })),
  fc.tuple(leaf, leaf).map((anyOf) => ({ anyOf })),
)

const contractFor = (schema: object) => {
  const requestBody = { required: true, content: { 'application/json': { schema } } }
  return contractOf({ '/a': { post: { operationId: 'a', requestBody, responses: {} } } })
}

test('planned bodies are valid or invalid, as planned, to a validator of their own', async () => {
  await fc.assert(
    fc.asyncProperty(objectOf(member), async (schema) => {
      const contract = contractFor(schema)
      const operation = operationOf(contract, 'a')
      const { isValid } = sourceOf(schema as JsonSchema)
      const base = await validDraft(operation, { values: 'fresh', seed: 's' })
      fc.pre(isValid(base.body))
      const model = await modelDraft(operation, 's')
      for (const { case: one, change } of await negativeCases(
        contract,
        base,
        model,
        new SentBefore(),
      )) {
        const { body, content } = change(base)
        expect([one.intent, content !== undefined && isValid(body)]).toEqual([one.intent, false])
      }
      for (const { parts } of await positiveCases(contract, base, model, new SentBefore())) {
        const { body } = parts.reduce((draft, { change }) => change(draft), base)
        expect(isValid(body)).toBe(true)
      }
    }),
    { numRuns: 150 },
  )
}, 120_000)

test('a server that does what a document says is never told that it accepts or refuses too much', async () => {
  let requests = 0
  for (const name of readdirSync(documents).filter((file) => /\.(json|yaml)$/.test(file))) {
    const [served] = await loadContracts(join(documents, name), {})
    const { contract } = served as NonNullable<typeof served>
    const result = await runOn(contract, contractServer(contract), {
      settings: { ...settings, stateless: true, fuzz: 40 },
      monotonic: (
        (time) => () =>
          time++
      )(0),
    })
    requests += result.requests
    const wrong = result.findings.filter(({ rule }) => rule === 'V110' || rule === 'V111')
    expect([name, ...wrong.map(({ message }) => message)]).toEqual([name])
  }
  expect(requests).toBeGreaterThan(1000)
}, 240_000)
