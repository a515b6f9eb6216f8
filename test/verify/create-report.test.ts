import { hasFailed } from '../../src/verify/report/create-report.js'
import { caseOf, failedCase, replyOf, reportOf, resultOf } from './support/report-of.js'

const status = { rule: 'V101', message: 'The status 418 is not documented.' } as const
const field = { rule: 'V105', message: 'body /age is not documented', dataPointer: '/age' } as const

test('findings of one fingerprint are one group; errors come first, what concerns most operations before others', () => {
  const report = reportOf(
    resultOf([
      failedCase('a', [field]),
      failedCase('b', [{ ...status, keyword: 'once' }]),
      failedCase('c', [status, field]),
      failedCase('d', [status]),
    ]),
  )
  expect(report.findings.map(({ rule, count, cases }) => [rule, count, cases])).toEqual([
    ['V101', 2, ['c', 'd']],
    ['V101', 1, ['b']],
    ['V105', 2, ['a', 'c']],
  ])
})

test('notes fail neither case nor run', () => {
  const report = reportOf(resultOf([failedCase('a', [field])]))
  expect(report.counts).toEqual({ passed: 1, failed: 0, unverified: 0, skipped: 0 })
  expect(hasFailed(report)).toBe(false)
})

test('what the baseline knows is told, and fails nothing', () => {
  const known = { reason: 'fixed in #12', expires: '2030-01-31' }
  const report = reportOf(resultOf([failedCase('a', [status])]), { known: () => known })
  expect(report.findings[0]).toMatchObject({ known, fails: false, severity: 'error' })
  expect(report.counts).toMatchObject({ passed: 1, failed: 0 })
  expect(hasFailed(report)).toBe(false)
  expect(hasFailed(reportOf(resultOf([failedCase('a', [status])])))).toBe(true)
})

test('the primary fault shows a group, not what follows from it', () => {
  const report = reportOf(
    resultOf([
      failedCase('a', [{ ...status, message: 'later', secondary: true }]),
      failedCase('b', [status]),
    ]),
  )
  expect(report.findings[0]).toMatchObject({
    message: status.message,
    isSecondary: false,
    count: 2,
  })
})

test('no secret is left in curl, reply and exchanges', () => {
  const report = reportOf(
    resultOf([failedCase('a', [status], replyOf(418, '{"token":"top-secret"}'))]),
  )
  expect(report.findings[0]?.curl).toContain(`curl -i -X GET`)
  expect(report.findings[0]?.curl).toContain(`-H 'Authorization: Bearer ***'`)
  expect(report.findings[0]?.reply?.lines).toEqual(['{"token":"***"}'])
  expect(JSON.stringify([report, report.exchanges()])).not.toContain('top-secret')
})

test.each([
  [
    'body /password: expected string, got 12345',
    '/password',
    'body /password: expected string, got ***',
  ],
  ['expected array, got {"a":1,"token":"abcd…', '', 'expected array, got {"a":1,"token":"***"'],
  ['expected array, got {"token":"abcd"}', '', 'expected array, got {"token":"***"}'],
  ['the header is "ä top-secret"', '', 'the header is "ä ***"'],
  ['body /name: expected string, got 1', '/name', 'body /name: expected string, got 1'],
])('no secret is left in what is said: %s', (message, dataPointer, shown) => {
  const fault = { rule: 'V104', message, dataPointer } as const
  expect(reportOf(resultOf([failedCase('a', [fault])])).findings[0]?.message).toBe(shown)
})

test('unverified cases are grouped by reason, the most common first', () => {
  const open = (id: string, why: string, operation?: string) =>
    ({ case: caseOf(id, operation), result: 'unverified', why }) as const
  const report = reportOf(
    resultOf([], [open('a', 'Busy.'), open('b', 'Closed.'), open('c', 'Closed.', 'addPet')]),
  )
  expect(report.unverified).toEqual([
    { why: 'Closed.', cases: 2, operations: ['GET /pets', 'POST /pets'] },
    { why: 'Busy.', cases: 1, operations: ['GET /pets'] },
  ])
  expect(report.counts.unverified).toBe(3)
})

test('long bodies are laid out and cut, bytes are counted', () => {
  const linesOf = (answer: ReturnType<typeof replyOf>) =>
    reportOf(resultOf([failedCase('a', [status], answer)])).findings[0]?.reply?.lines
  const long = linesOf(replyOf(200, JSON.stringify({ list: Array<string>(40).fill('abcdef') })))
  expect(long).toHaveLength(11)
  expect(long?.slice(0, 3)).toEqual(['{', '  "list": [', '    "abcdef",'])
  expect(long?.at(-1)).toBe('…')
  expect(linesOf(replyOf(200, '\u0000\u0001'))).toEqual(['(2 bytes)'])
  const broken = { failure: 'ECONNRESET', milliseconds: 1 }
  const [group] = reportOf(resultOf([failedCase('a', [status], broken)])).findings
  expect(group?.reply).toEqual({ status: 0, failure: 'ECONNRESET', lines: [] })
})
