import type { Contract } from '../contract/contract.js'
import { holds } from '../generate/satisfies.js'
import { monotonic } from '../sandbox/clock.js'
import type { FaultLog } from './fault-log.js'
import { entryOf, type Log } from './log-entry.js'

/** Milliseconds that requests have the server for themselves at first, and between two slices. */
const firstWait = 400
const leastWait = 20
const mostWait = 1000

/** Milliseconds that a slice of work takes, unless one step takes longer. */
const slice = 5

/** Of the time, a slice takes one part in so many: the rest is for requests. */
const share = 5

/** A turn of the event loop that comes so many milliseconds late was kept waiting by requests. */
const late = 15

/** A contract, how far its diagnosis is, and how many of its faults were told. */
interface Task {
  readonly contract: Contract
  readonly steps: Iterator<number>
  told: number
}

/**
 * Looks for the faults that the start has left for later, in small slices, while nothing else is to be
 * done. Each is told to the log.
 */
export class BackgroundDiagnosis {
  readonly #faults: FaultLog
  readonly #log: Log
  readonly #seen = new WeakSet<Contract>()
  #tasks: Task[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #isOpen = false

  constructor(faults: FaultLog, log: Log) {
    this.#faults = faults
    this.#log = log
  }

  /** Diagnoses these contracts, and none that is no longer served. */
  follow(contracts: readonly Contract[]): void {
    this.#tasks = this.#tasks.filter(({ contract }) => contracts.includes(contract))
    for (const contract of contracts) {
      if (this.#seen.has(contract)) continue
      this.#seen.add(contract)
      const steps = contract.diagnose({ holds, isThorough: false })
      this.#tasks.push({ contract, steps, told: 0 })
    }
    if (this.#isOpen) this.start()
  }

  /** Begins, once the server listens. */
  start(): void {
    this.#isOpen = true
    if (this.#timer === undefined && this.#tasks.length > 0) this.#wait(firstWait)
  }

  /** Ends, however much is left. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#isOpen = false
    this.#tasks = []
  }

  #wait(milliseconds: number): void {
    const due = monotonic() + milliseconds
    const turn = () => {
      this.#timer = undefined
      const [task] = this.#tasks
      if (!task) return
      // Requests are being answered: later.
      const isBusy = monotonic() - due > late
      this.#wait(isBusy ? Math.min(milliseconds * 2, mostWait) : this.#work(task))
    }
    this.#timer = setTimeout(turn, milliseconds)
    // A process that has nothing else to do may end.
    const timer = this.#timer as unknown as { unref?: () => void }
    timer.unref?.()
  }

  /** Works for a slice; gives the milliseconds to wait before the next one. */
  #work(task: Task): number {
    const start = monotonic()
    try {
      while (monotonic() - start < slice)
        if (task.steps.next().done) {
          this.#tasks.shift()
          break
        }
    } catch (error) {
      // A fault of ours: the contract is served as it is.
      this.#tasks.shift()
      this.#log({ ...entryOf('error', `The diagnosis of ${task.contract.slug} failed`), error })
    }
    this.#tell(task)
    return Math.max(leastWait, (monotonic() - start) * (share - 1))
  }

  #tell(task: Task): void {
    const { faults, slug } = task.contract
    for (const fault of faults.slice(task.told)) this.#faults.tell(fault, slug)
    task.told = faults.length
  }
}
