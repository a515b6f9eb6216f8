import { noticesOf, verdictOf } from '../../src/verify/report/verdict.js'
import type { FindingGroup } from '../../src/verify/report/report.js'
import type { RecordedExchange } from '../../src/verify/outcome.js'
import { replyOf } from './support/report-of.js'

const counts = (passed: number, unverified = 0, skipped = 0) => ({
  ...{ passed, unverified, skipped },
  failed: 0,
})
const finding = (part: Partial<FindingGroup>): FindingGroup =>
  ({ operation: 'listPets', fails: false, ...part }) as FindingGroup
const known = { reason: 'later', expires: '2030-01-01' }

test.each([
  ['The server keeps the contract', true, counts(2, 2), []],
  ['No finding, but 4 of 6 cases proved nothing', false, counts(2, 3, 1), []],
  ['Nothing was verified: no case proved anything', false, counts(0, 3), []],
  ['Nothing new: 1 known finding', true, counts(3), [finding({ known }), finding({})]],
  [
    '2 findings in 1 operation',
    false,
    counts(0, 9),
    [finding({ fails: true }), finding({ fails: true })],
  ],
])('%s', (text, isGood, counts, findings) => {
  expect(verdictOf({ counts, findings })).toEqual({ text, isGood })
})

const exchange = (status: number, part: Partial<RecordedExchange> = {}): RecordedExchange => ({
  ...{ operation: 'listPets', case: 'a', as: 'user', at: 0 },
  request: { method: 'GET', target: '/pets', headers: [] },
  answer: replyOf(status, ''),
  ...part,
})

test('credentials that are refused nearly everywhere are told; strangers are meant to be', () => {
  const [told] = noticesOf([exchange(401), exchange(403), exchange(200)])
  expect(told).toMatch(/^2 of 3 requests with the credentials that were given .*still valid\?$/)
  expect(noticesOf([exchange(401), exchange(200)])).toEqual([])
  expect(noticesOf([exchange(401, { as: 'stranger' }), exchange(200)])).toEqual([])
  // Where none are known each case says so itself.
  expect(noticesOf([exchange(401, { isUnjudged: true }), exchange(401)])).toEqual([])
})

test('a server that went away is told', () => {
  const gone = exchange(0, { answer: { failure: 'refused', milliseconds: 1 } })
  const told = noticesOf([exchange(200), ...Array.from({ length: 5 }, () => gone)])
  expect(told).toEqual(['The last 5 of 6 requests got no answer: has the server ended?'])
  expect(noticesOf([...Array.from({ length: 5 }, () => gone), exchange(200)])).toEqual([])
})
