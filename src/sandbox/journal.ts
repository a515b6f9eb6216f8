import { type JournalRecord, sizeOf } from './journal-record.js'

/** The most bytes that the journal of a sandbox takes, about. */
export const maxJournalBytes = 16 * 1024 * 1024

/** Room for so many records to begin with; it doubles as often as there is no more. */
const leastRoom = 16

/**
 * The last exchanges of one sandbox, in memory. The list of them is a ring: one that was left behind for a
 * larger or shorter one would keep records alive, which the collector of garbage would have to move about.
 */
export class Journal {
  /** A record stands where its number leads, modulo the length. */
  #ring: (JournalRecord | undefined)[] = []
  /** The number of the oldest record that is there. */
  #first = 1
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
    return this.#last - this.#first + 1
  }

  /** About how many bytes it takes. */
  get bytes(): number {
    return this.#bytes
  }

  /** Keeps a record, and at most `limit` of them. */
  add(record: JournalRecord, limit: number): void {
    while (this.count >= limit && this.count > 0) this.#shift()
    if (this.count === this.#ring.length) this.#makeRoom()
    record.number = ++this.#last
    this.#ring[this.#last % this.#ring.length] = record
    this.#bytes += record.bytes = sizeOf(record)
    while (this.#bytes > maxJournalBytes && this.count > 1) this.#shift()
  }

  /** The records after a number, oldest first. */
  *after(number: number): Generator<JournalRecord> {
    let next = number + 1
    for (;;) {
      // A look at the next one may come when the oldest ones have gone.
      const record = this.#at(Math.max(next, this.#first))
      if (!record) return
      yield record
      next = record.number + 1
    }
  }

  /** Forgets every record; the next one has the next number all the same. */
  clear(): void {
    this.#ring = []
    this.#first = this.#last + 1
    this.#bytes = 0
  }

  #at(number: number): JournalRecord | undefined {
    return number > this.#last ? undefined : this.#ring[number % this.#ring.length]
  }

  #makeRoom(): void {
    const before = this.#ring
    const room = Math.max(leastRoom, before.length * 2)
    this.#ring = Array.from({ length: room }, () => undefined)
    for (let number = this.#first; number <= this.#last; number++)
      this.#ring[number % room] = before[number % before.length]
    before.fill(undefined)
  }

  #shift(): void {
    const at = this.#first % this.#ring.length
    this.#bytes -= this.#ring[at]?.bytes ?? 0
    this.#ring[at] = undefined
    this.#lost = this.#first++
  }
}
