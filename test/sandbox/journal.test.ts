import { Journal, maxJournalBytes } from '../../src/sandbox/journal.js'
import { fitsPattern } from '../../src/sandbox/journal-filter.js'
import { type CutBody, type JournalRecord, keptBody } from '../../src/sandbox/journal-record.js'
import { Journals } from '../../src/sandbox/journals.js'

const record = (length = 0): JournalRecord => ({
  ...{
    number: 0,
    bytes: 0,
    time: 0,
    durationMs: 1,
    method: 'GET',
    path: '/',
    query: '',
    headers: {},
  },
  ...{ origin: 'http://localhost', fullPath: '/', contract: undefined, operation: undefined },
  ...{ pathValues: {}, surface: undefined, answeredBy: undefined, fault: undefined },
  ...{ violations: [], refusal: undefined, status: 200, replyHeaders: [], cut: undefined },
  body: undefined,
  replyBody: 'x'.repeat(length),
})

const numbers = (journal: Journal | undefined, after = 0) =>
  [...(journal?.after(after) ?? [])].map(({ number }) => number)

test('the last ones are kept, and found after any number, however many have gone', () => {
  const journal = new Journal()
  for (let count = 0; count < 5000; count++) journal.add(record(), 10)
  expect(journal.count).toBe(10)
  expect(numbers(journal)).toEqual(Array.from({ length: 10 }, (_, at) => 4991 + at))
  expect(numbers(journal, 4998)).toEqual([4999, 5000])
  expect([numbers(journal, 5000), numbers(journal, 9000)]).toEqual([[], []])
  expect([journal.last, journal.lost]).toEqual([5000, 4990])
  journal.add(record(), 3)
  expect(numbers(journal)).toEqual([4999, 5000, 5001])
})

test('it is bounded in bytes as well, and what is cleared is none that had to go', () => {
  const journal = new Journal()
  for (let count = 0; count < 600; count++) journal.add(record(60_000), 1000)
  expect(journal.bytes).toBeLessThanOrEqual(maxJournalBytes)
  expect(journal.bytes).toBeGreaterThan(maxJournalBytes * 0.99)
  const { lost } = journal
  journal.clear()
  expect([journal.count, journal.bytes, journal.lost, journal.last]).toEqual([0, 0, lost, 600])
  journal.add(record(), 10)
  expect(numbers(journal)).toEqual([601])
})

test('looking goes on while others write and clear', () => {
  const journal = new Journal()
  for (let count = 0; count < 3; count++) journal.add(record(), 3)
  const looking = journal.after(0)
  expect(looking.next().value).toMatchObject({ number: 1 })
  journal.add(record(), 2)
  expect(looking.next().value).toMatchObject({ number: 3 })
  journal.clear()
  expect(looking.next().done).toBe(true)
})

test('each sandbox has its own, at its own limit, and who watches one hears of that one', () => {
  const journals = new Journals((name) => (name === 'off' ? 0 : 2))
  const heard: string[] = []
  const stop = journals.subscribe('a', () => heard.push('a'))
  journals.subscribe('b', () => heard.push('b'))
  for (const name of ['a', 'b', 'off', 'a', 'a']) journals.add(name, record())
  stop()
  journals.add('a', record())
  expect(heard).toEqual(['a', 'b', 'a', 'a'])
  expect([numbers(journals.find('a')), numbers(journals.find('b'))]).toEqual([[3, 4], [1]])
  expect(journals.find('off')).toBeUndefined()
  journals.drop('a')
  journals.add('a', record())
  expect(numbers(journals.find('a'))).toEqual([1])
})

test('all journals together are bounded: what was longest not used goes', () => {
  const journals = new Journals(() => 100, 30_000)
  for (const name of ['old', 'used', 'new']) journals.add(name, record(8000))
  journals.add('used', record(8000))
  expect(['old', 'used', 'new'].map((name) => journals.find(name)?.count)).toEqual([0, 2, 1])
})

test('long bodies are copied, so that the rest of them is not kept alive', () => {
  const bytes = new Uint8Array(100_000).fill(7)
  const kept = keptBody(bytes)
  expect(kept).toMatchObject({ wholeBytes: 100_000 })
  expect((kept as CutBody).content.buffer.byteLength).toBe(65_536)
  const short = new Uint8Array(3)
  expect(keptBody(short)).toBe(short)
  expect(keptBody('x'.repeat(70_000), 70_000)).toMatchObject({ wholeBytes: 70_000 })
})

test.each([
  ['/pets', '/pets', true],
  ['/pets', '/pets/1', false],
  ['/pets/*', '/pets/1/toys', true],
  ['*/toys', '/pets/1/toys', true],
  ['/*/1/*', '/pets/1/toys', true],
  ['/*/1/*', '/pets/2/toys', false],
  ['/ab*ba', '/aba', false],
  ['*', '', true],
  ['/a.c', '/abc', false],
])('the pattern %s and the path %s', (pattern, path, fits) => {
  expect(fitsPattern(pattern, path)).toBe(fits)
})
