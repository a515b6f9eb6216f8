import { type JournalRecord, sizeOf } from './journal-record.js'

/** The most bytes that the journal of a sandbox takes, about. */
export const maxJournalBytes = 16 * 1024 * 1024

/** Records are moved to the front of their list when so many have left it. */
const compactAt = 1024

/** The last exchanges of one sandbox, in memory. */
export class Journal {
  #records: (JournalRecord | undefined)[] = []
  /** Where the oldest record stands. */
  #start = 0
  #bytes = 0
  #last = 0
  #lost = 0

  /** The number of the newest record that ever was; 0 before the first. */
  get last(): number {
    return this.#last
  }

  /** The number of the newest record that had to go for newer ones: none up to it is there. */
  get lost(): number {
    return this.#lost
  }

  get count(): number {
    return this.#records.length - this.#start
  }

  /** About how many bytes it takes. */
  get bytes(): number {
    return this.#bytes
  }

  /** Keeps a record, and at most `limit` of them. */
  add(record: JournalRecord, limit: number): void {
    record.number = ++this.#last
    this.#records.push(record)
    this.#bytes += record.bytes = sizeOf(record)
    while (this.count > limit || (this.#bytes > maxJournalBytes && this.count > 1)) this.#shift()
  }

  /** The records after a number, oldest first. */
  *after(number: number): Generator<JournalRecord> {
    const first = this.#records[this.#start]?.number ?? 0
    // A look at the next one may come when the list has changed.
    let next = Math.max(number + 1, first)
    for (;;) {
      const record = this.#at(next)
      if (!record) return
      yield record
      next = record.number + 1
    }
  }

  /** Forgets every record; the next one has the next number all the same. */
  clear(): void {
    this.#records = []
    this.#start = 0
    this.#bytes = 0
  }

  /** The record with this number or the first one after it. */
  #at(number: number): JournalRecord | undefined {
    const oldest = this.#records[this.#start]
    if (!oldest) return undefined
    return this.#records[this.#start + Math.max(0, number - oldest.number)]
  }

  #shift(): void {
    const oldest = this.#records[this.#start]
    if (!oldest) return
    this.#records[this.#start++] = undefined
    this.#bytes -= oldest.bytes
    this.#lost = oldest.number
    if (this.#start < compactAt || this.#start * 2 < this.#records.length) return
    this.#records = this.#records.slice(this.#start)
    this.#start = 0
  }
}
