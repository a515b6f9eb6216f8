import { faultKey, type ContractFault } from '../contract/contract-faults.js'
import { entryOf, type Log } from './log-entry.js'

/** A fault as far as it is told. */
export type ToldFault = Pick<ContractFault, 'code' | 'message' | 'place' | 'fix'>

/** What was told of a contract as it is now, and as it was before it was loaded anew. */
interface Told {
  readonly before: ReadonlySet<string>
  readonly now: Set<string>
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

/**
 * Tells the log of the faults of contracts, each once, whoever comes across it: the start, a request or
 * the background. What is still there after a reload is not told again.
 */
export class FaultLog {
  readonly #log: Log
  readonly #told = new Map<string, Told>()

  constructor(log: Log) {
    this.#log = log
  }

  /** Tells a fault of the contract with that slug, or of one that a request has come across. */
  tell(fault: ToldFault, slug = ''): void {
    const key = faultKey(fault)
    const all = [...this.#told.values()]
    if (all.some(({ now }) => now.has(key))) return
    const own = this.#told.get(slug) ?? { before: new Set(), now: new Set() }
    this.#told.set(slug, own)
    own.now.add(key)
    const known = slug === '' ? all.some(({ before }) => before.has(key)) : own.before.has(key)
    if (known) return
    const { code, message, place, fix } = fault
    this.#log({ ...entryOf('warn', `${sentence(message)} ${fix}`, place), code })
  }

  /** The contract with that slug was loaded anew. */
  renew(slug: string): void {
    const before = [this.#told.get(slug), this.#told.get('')].flatMap((told) => [
      ...(told?.now ?? []),
    ])
    this.#told.delete('')
    this.#told.set(slug, { before: new Set(before), now: new Set() })
  }
}
