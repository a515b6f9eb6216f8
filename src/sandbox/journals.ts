import { Journal } from './journal.js'
import type { JournalRecord } from './journal-record.js'
import { createSubscriptions, type Subscriptions } from './subscriptions.js'

/** The most bytes that all journals of a server take, about. */
const maxBytes = 128 * 1024 * 1024

/** How many records the journal of a sandbox keeps; 0: none. */
export type JournalLimit = (sandbox: string) => number

interface Kept {
  readonly journal: Journal
  /** Grows with every record of the server. */
  usedAt: number
}

/** The journals of a server, each in memory and of one sandbox only. */
export class Journals {
  readonly #limitOf: JournalLimit
  readonly #maxBytes: number
  readonly #all = new Map<string, Kept>()
  readonly #subscriptions: Subscriptions = createSubscriptions()
  #records = 0
  #bytes = 0

  constructor(limitOf: JournalLimit, most = maxBytes) {
    this.#limitOf = limitOf
    this.#maxBytes = most
  }

  /** How many records the journal of a sandbox keeps; 0 when it has none. */
  limitOf(sandbox: string): number {
    return this.#limitOf(sandbox)
  }

  /** The journal of a sandbox; undefined before its first exchange. */
  find(sandbox: string): Journal | undefined {
    return this.#all.get(sandbox)?.journal
  }

  /** Keeps an exchange of a sandbox. */
  add(sandbox: string, record: JournalRecord): void {
    const limit = this.#limitOf(sandbox)
    if (limit <= 0) return
    let kept = this.#all.get(sandbox)
    if (!kept) this.#all.set(sandbox, (kept = { journal: new Journal(), usedAt: 0 }))
    kept.usedAt = ++this.#records
    const before = kept.journal.bytes
    kept.journal.add(record, limit)
    this.#bytes += kept.journal.bytes - before
    if (this.#bytes > this.#maxBytes) this.#clearOldest(kept)
    this.#subscriptions.tell(sandbox)
  }

  /** Forgets the exchanges of a sandbox; their numbers do not come again. */
  clear(sandbox: string): void {
    const journal = this.find(sandbox)
    if (!journal) return
    this.#bytes -= journal.bytes
    journal.clear()
    this.#subscriptions.tell(sandbox)
  }

  /** Forgets a sandbox: one of the same name begins with number 1. */
  drop(sandbox: string): void {
    this.clear(sandbox)
    this.#all.delete(sandbox)
  }

  /** Calls `told` after each change of a journal, until the returned function is called. */
  subscribe(sandbox: string, told: () => void): () => void {
    return this.#subscriptions.subscribe(sandbox, told)
  }

  /** Clears what was longest not written to. */
  #clearOldest(current: Kept): void {
    const others = [...this.#all].filter(([, kept]) => kept !== current && kept.journal.count > 0)
    others.sort(([, a], [, b]) => a.usedAt - b.usedAt)
    for (const [name] of others) {
      if (this.#bytes <= this.#maxBytes) return
      this.clear(name)
    }
  }
}
