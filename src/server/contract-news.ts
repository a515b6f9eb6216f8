import type { Contract } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import type { FaultLog } from './fault-log.js'
import { entryOf, type Log, type LogEntry } from './log-entry.js'
import type { ServedContract } from './serve-contract.js'
import type { Site } from './site.js'
import { tellConflicts } from './tell-conflicts.js'

/** The same words about the same thing, wherever the lines around it have moved to. */
const keyOf = ({ level, message, place }: LogEntry): string =>
  [level, message, place?.file, place?.pointer].join('\n')

const textOf = (error: unknown): string => {
  if (!(error instanceof SetupError)) return String(error)
  return `${error.message.replace(/\.$/, '')}. ${error.fix}`
}

/** Tells the log how the contracts of a server are: each thing once, as long as it stays as it is. */
export class ContractNews {
  readonly #log: Log
  readonly #faults: FaultLog
  readonly #told = new Map<string, ReadonlySet<string>>()
  /** Why the contract at a mock could not be used when it was loaded last. */
  readonly #broken = new Map<string, string>()

  constructor(log: Log, faults: FaultLog) {
    this.#log = log
    this.#faults = faults
  }

  /** A log that tells what it did not tell about this subject the last time. */
  #newLog(subject: string): Log {
    const before = this.#told.get(subject)
    const now = new Set<string>()
    this.#told.set(subject, now)
    return (entry) => {
      const key = keyOf(entry)
      if (!before?.has(key) && !now.has(key)) this.#log(entry)
      now.add(key)
    }
  }

  /** What is wrong with a contract that is served from now on. */
  faults(contract: Contract): void {
    this.#faults.renew(contract.slug)
    for (const fault of contract.faults) this.#faults.tell(fault, contract.slug)
  }

  /** Which operations several contracts have. */
  conflicts(site: Site, served: readonly ServedContract[]): void {
    tellConflicts(site, served, this.#newLog('conflicts'))
  }

  /** A contract was loaded anew. */
  reloaded({ contract, mockBase, name }: ServedContract): void {
    const healed = this.#broken.delete(mockBase) ? ', which can be used again' : ''
    const count = contract.operations.length
    const operations = `${count} operation${count === 1 ? '' : 's'}`
    this.#log(entryOf('info', `Reloaded ${name}${healed}: ${operations}`))
    this.faults(contract)
  }

  /** A contract cannot be used any more; the one before goes on. */
  broken({ name, mockBase }: ServedContract, error: unknown): void {
    const place = error instanceof SetupError ? error.place : undefined
    const key = `${textOf(error)} ${JSON.stringify(place)}`
    if (this.#broken.get(mockBase) === key) return
    this.#broken.set(mockBase, key)
    const message = `${name} cannot be used, and the last good one goes on serving: ${textOf(error)}`
    const isOurs = !(error instanceof SetupError)
    this.#log({ ...entryOf('error', message, place), ...(isOurs && { error }) })
  }
}
