import type { Finding } from '../../src/verify/finding.js'
import { findingOf } from '../../src/verify/finding-of.js'
import type { VerifyResult } from '../../src/verify/outcome.js'
import { compareRuns } from '../../src/verify/parity/compare-runs.js'
import type { WireAnswer } from '../../src/verify/wire.js'
import { contractOf, operationOf } from './support/contract-of.js'
import { caseOf } from './support/report-of.js'

const contract = contractOf({
  '/pets': {
    get: {
      operationId: 'listPets',
      responses: { 200: { description: '', headers: { 'X-Total': {}, ETag: {} } } },
    },
  },
})
const operation = operationOf(contract, 'listPets')
const request = { method: 'GET', target: '/pets', headers: [] }

const json = (value: unknown, headers: readonly string[] = []): WireAnswer => ({
  ...{ status: 200, milliseconds: 1 },
  headers: ['Content-Type', 'application/json', ...headers],
  bytes: Buffer.from(JSON.stringify(value)),
})

const runOf = (
  answers: readonly WireAnswer[],
  findings: readonly Finding[] = [],
): VerifyResult => ({
  findings,
  outcomes: [{ case: caseOf('a', 'listPets', contract), result: 'passed' }],
  exchanges: answers.map((answer) => ({
    ...{ operation: 'listPets', case: 'a', as: 'user', at: 0, request, answer },
  })),
  requests: answers.length,
  milliseconds: 1,
})

const told = (left: readonly WireAnswer[], right: readonly WireAnswer[]): readonly string[] =>
  compareRuns(contract, runOf(left), runOf(right)).map(({ kind, message }) => `${kind}: ${message}`)

test('values may differ: they are ids and dates', () => {
  const pets = (id: number) => [{ id, at: `2030-01-0${id}`, tags: ['a'] }]
  expect(told([json(pets(1), ['X-Total', '1'])], [json(pets(2), ['X-Total', '2'])])).toEqual([])
  expect(told([json([])], [json(pets(1))])).toEqual([])
  expect(told([json({ n: 1 })], [json({ n: 1.5 })])).toEqual([])
})

test.each<[string, WireAnswer, WireAnswer, readonly string[]]>([
  ['a status', json(1), { ...json(1), status: 404 } as WireAnswer, ['status: 200 here, 404 there']],
  ['no answer', { failure: 'x', milliseconds: 1 }, json(1), ['status: no answer here, 200 there']],
  [
    'a media type',
    json(1),
    { ...json(1), headers: ['Content-Type', 'text/plain; charset=utf-8'] } as WireAnswer,
    ['media-type: application/json here, text/plain there'],
  ],
  [
    'a documented header',
    json(1, ['ETag', '"a"', 'X-Other', '1']),
    json(1),
    ['header: ETag is sent here only'],
  ],
  [
    'a type',
    json([{ a: 1 }, { a: 'b' }]),
    json([{ a: 1 }]),
    ['body: /*/a: number or string here, number there'],
  ],
  [
    'a member with all that is below it',
    json({ a: 1 }),
    json({ a: 1, owner: { name: 'b' } }),
    ['body: /owner: nothing here, object there'],
  ],
])('%s that differs is told', (_, left, right, wanted) => {
  expect(told([left], [right])).toEqual(wanted)
})

test('the same difference is told once, with how often', () => {
  const differences = compareRuns(
    contract,
    runOf([json(1), json(1), json('a')]),
    runOf([json('a'), json('a'), json('a')]),
  )
  expect(differences).toHaveLength(1)
  expect(differences[0]).toMatchObject({ count: 2, operation: 'listPets', method: 'GET', request })
})

test('what only one of both breaks the contract with', () => {
  const finding = (message: string, rule: 'V104' | 'V105') =>
    findingOf(contract, operation, { rule, message }, { request, answer: json(1) })
  const left = runOf([], [finding('bad', 'V104'), finding('more', 'V105')])
  expect(compareRuns(contract, left, left)).toEqual([])
  expect(compareRuns(contract, left, runOf([])).map(({ message }) => message)).toEqual([
    'V104 here only: bad',
  ])
  expect(compareRuns(contract, runOf([]), left).map(({ message }) => message)).toEqual([
    'V104 there only: bad',
  ])
})
