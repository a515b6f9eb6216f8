import type { Contract } from '../contract/contract.js'
import { systemClock } from '../sandbox/clock.js'
import type { Log } from './log-entry.js'

/** Tells the log what is wrong with a contract, place by place. */
export const tellFaults = ({ faults }: Contract, log: Log): void => {
  const time = new Date(systemClock.now()).toISOString()
  for (const { message, fix, place } of faults)
    log({ level: 'warn', time, message: `${message}. ${fix}`, place })
}
