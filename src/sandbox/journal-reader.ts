import { Problem } from '../errors.js'
import { nearest } from '../lib/nearest.js'
import { type EventSource, serverSentEvent } from './event-stream.js'
import { journalEntry, type JournalEntry } from './journal-entry.js'
import { type JournalFilter, matcherOf } from './journal-filter.js'
import { journalHar } from './journal-har.js'
import { createJournalMask } from './journal-mask.js'
import type { JournalRecord } from './journal-record.js'
import type { Journals } from './journals.js'
import { filterText, nearCalls } from './near-calls.js'

/** Exchanges that match, and how many do, whatever the limit says. */
export interface JournalPage {
  readonly total: number
  readonly entries: readonly JournalEntry[]
}

/** What the reader of journals needs. */
export interface JournalReaderParts {
  readonly journals: Journals
  /** The ids of all operations that are served now. */
  readonly operationIds: () => readonly string[]
  readonly version: string
}

/** Reads journals: what it gives is text, and has no secret in it. */
export class JournalReader {
  readonly #parts: JournalReaderParts
  readonly #maskOf = createJournalMask()

  constructor(parts: JournalReaderParts) {
    this.#parts = parts
  }

  /**
   * The last `limit` exchanges that match, oldest first.
   * @throws Problem `journal-off` (409), `not-found` (404) for an operation that there is not.
   */
  list(sandbox: string, filter: JournalFilter, limit = Infinity): JournalPage {
    this.#require(sandbox, filter)
    const found = this.#find(sandbox, filter)
    const shown = limit === 0 ? [] : found.slice(-limit)
    return { total: found.length, entries: shown.map(this.#entry) }
  }

  /** Looks whether so many exchanges match, again and again: each is looked at once, until they are enough. */
  counter(sandbox: string, filter: JournalFilter, count: number): () => JournalPage | undefined {
    const matches = matcherOf(filter)
    const first = filter.after ?? 0
    let seen = first
    let matched = 0
    return () => {
      const journal = this.#parts.journals.find(sandbox)
      if (!journal) return undefined
      if (seen > journal.last) seen = first
      for (const record of journal.after(seen)) if (matches(record)) matched++
      seen = Math.max(first, journal.last)
      if (matched < count) return undefined
      // Some may have gone since they were counted.
      const found = this.#find(sandbox, filter)
      matched = found.length
      return matched < count ? undefined : { total: matched, entries: found.map(this.#entry) }
    }
  }

  /**
   * Sees to it that what is waited for can come.
   * @throws Problem `journal-off` (409), `not-found` (404), `request-invalid` (422).
   */
  requireReachable(sandbox: string, filter: JournalFilter, count: number): void {
    this.#require(sandbox, filter)
    const limit = this.#parts.journals.limitOf(sandbox)
    if (count > limit)
      throw new Problem('request-invalid', {
        detail: `The journal keeps ${limit} exchanges: ${count} can never be there.`,
        fix: 'Wait for fewer, or start the server with a larger --journal.',
      })
  }

  /** What to tell whoever has waited in vain. */
  inVain(sandbox: string, filter: JournalFilter, count: number, timeoutMs: number): Problem {
    const found = this.#find(sandbox, filter).length
    const near = nearCalls(filter, this.#find(sandbox, { after: filter.after }))
    const what = ['exchanges', filterText(filter)].filter((text) => text !== '').join(' ')
    const instead = near === undefined ? 'nothing else came' : `instead came ${near}`
    return new Problem('waited-in-vain', {
      detail: `${found} of ${count} ${what} came within ${timeoutMs} ms; ${instead}.`,
    })
  }

  /** The events of exchanges that match, beginning after a number. */
  events(sandbox: string, filter: JournalFilter, after: number): EventSource['next'] {
    this.#require(sandbox, filter)
    const { journals } = this.#parts
    const matches = matcherOf(filter)
    let known = journals.find(sandbox)
    let at = Math.max(after, known?.lost ?? 0)
    return () => {
      const journal = journals.find(sandbox)
      if (!journal) return undefined
      // The sandbox, or the server, has begun anew.
      if ((known && known !== journal) || at > journal.last) at = 0
      known = journal
      if (at < journal.lost) return 'lost'
      for (const record of journal.after(at)) {
        at = record.number
        if (!matches(record)) continue
        return serverSentEvent('exchange', at, JSON.stringify(this.#entry(record)))
      }
      at = journal.last
      return undefined
    }
  }

  /** The whole journal as HAR 1.2. @throws Problem `journal-off` (409). */
  har(sandbox: string) {
    this.#require(sandbox, {})
    return journalHar(this.#parts.version, this.#find(sandbox, {}), this.#maskOf)
  }

  readonly #entry = (record: JournalRecord): JournalEntry =>
    journalEntry(record, this.#maskOf(record))

  #find(sandbox: string, filter: JournalFilter): readonly JournalRecord[] {
    const journal = this.#parts.journals.find(sandbox)
    if (!journal) return []
    return [...journal.after(filter.after ?? 0)].filter(matcherOf(filter))
  }

  /** A typing error must not look like calls that were not made. */
  #require(sandbox: string, { operationId }: JournalFilter): void {
    const { journals, operationIds } = this.#parts
    if (journals.limitOf(sandbox) <= 0)
      throw new Problem('journal-off', { detail: `Nothing is kept of the sandbox ${sandbox}.` })
    if (operationId === undefined || operationIds().includes(operationId)) return
    const [close] = nearest(operationId, operationIds())
    throw new Problem('not-found', {
      detail: `There is no operation ${operationId}.`,
      fix: close === undefined ? 'Use the id of an operation.' : `Did you mean ${close}?`,
    })
  }
}
