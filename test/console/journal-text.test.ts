import type { JournalEntry } from '../../src/control-client/index.js'
import { matchesFilter } from '../../src/console/page/journal-filter.js'
import { showBody } from '../../src/console/page/show-body.js'
import { showTime } from '../../src/console/page/show-time.js'

const entry: JournalEntry = {
  ...{ number: 1, time: '2030-01-01T00:00:00.000Z', durationMs: 1, operationId: 'findUsers' },
  request: { method: 'GET', path: '/user', query: 'role=ADMIN', headers: [] },
  response: { status: 404, headers: [] },
  violations: [],
}

test.each([
  ['get user', true],
  ['404 admin', true],
  ['findusers', true],
  ['post', false],
  ['', true],
])('%j matches: %s', (text, isShown) => {
  expect(matchesFilter(entry, { text, only: 'all' })).toBe(isShown)
})

test('kinds of exchanges', () => {
  const shown = (only: 'violations' | 'unmatched' | 'errors', change: Partial<JournalEntry> = {}) =>
    matchesFilter({ ...entry, ...change }, { text: '', only })
  expect([shown('errors'), shown('violations'), shown('unmatched')]).toEqual([true, false, false])
  const violations = [{ location: 'query', pointer: '/role', message: 'is wrong' }]
  expect(shown('violations', { violations })).toBe(true)
  expect(shown('errors', { response: { status: 200, headers: [] } })).toBe(false)
  const { operationId: _, ...unmatched } = entry
  expect(matchesFilter(unmatched, { text: '', only: 'unmatched' })).toBe(true)
})

test('bodies are indented, cut ones say so, and what is no text too', () => {
  expect(showBody({ headers: [], body: '{"a":1}', bodyBytes: 7 })).toBe('{\n  "a": 1\n}')
  expect(showBody({ headers: [], body: '{"a":', bodyBytes: 99 })).toBe('{"a":\n… 99 bytes in all')
  expect(showBody({ headers: [], body: 'AAA=', bodyBytes: 2, isBinary: true })).toMatch(
    /base64:\nAAA=/,
  )
})

test('times are those of UTC', () => {
  expect(showTime('2030-01-02T03:04:05.678+01:00')).toBe('2030-01-02 02:04:05')
  expect(showTime('soon')).toBe('soon')
})
