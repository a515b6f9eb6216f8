import { JournalReader } from '../../src/sandbox/journal-reader.js'
import type { JournalRecord } from '../../src/sandbox/journal-record.js'
import { Journals } from '../../src/sandbox/journals.js'

const record = (method: string): JournalRecord => ({
  ...{ number: 0, bytes: 0, time: 0, durationMs: 1, method, path: '/', query: '' },
  ...{ headers: {}, origin: 'http://localhost', fullPath: '/', contract: undefined },
  ...{ operation: undefined, pathValues: {}, surface: undefined, answeredBy: undefined },
  ...{ fault: undefined, violations: [], refusal: undefined, status: 200, replyHeaders: [] },
  ...{ cut: undefined, body: undefined, replyBody: undefined },
})

const open = (limit: number) => {
  const journals = new Journals(() => limit)
  const reader = new JournalReader({ journals, operationIds: () => [], version: '1' })
  const add = (times: number, method = 'GET'): void => {
    for (let count = 0; count < times; count++) journals.add('w', record(method))
  }
  return { journals, reader, add }
}

const idOf = (event: string | undefined) => /id: (\d+)/.exec(event ?? '')?.[1] ?? event

test('who reads events too slowly is told, and begins where the journal begins', () => {
  const { reader, add } = open(3)
  add(5)
  const next = reader.events('w', {}, 0)
  expect([idOf(next()), idOf(next())]).toEqual(['3', '4'])
  add(4)
  expect(next()).toBe('lost')
})

test('a count begins anew with a journal that does', () => {
  const { journals, reader, add } = open(10)
  const look = reader.counter('w', { method: 'POST' }, 3)
  add(5)
  expect(look()).toBeUndefined()
  journals.drop('w')
  add(3, 'POST')
  expect(look()).toMatchObject({ total: 3 })
})
