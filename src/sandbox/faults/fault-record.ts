import type { components } from '../../generated/control.js'
import type { Collection } from '../../store/store.js'

/** A rule as a client describes it. */
export type FaultRequest = components['schemas']['FaultRequest']

/** A rule as a world holds it. */
export interface FaultRecord {
  readonly id: string
  /** Rules are tried in the order of these; a file would put ids that are numbers in front. */
  readonly place: number
  readonly rule: FaultRequest
}

/** The fault rules of a world: snapshots and forks carry them, a reset drops them. */
export const faultRecords: Collection<FaultRecord> = {
  name: 'sandbox.faults',
  key: ({ id }) => id,
}

/** The most rules of a sandbox: every request is compared with every rule. */
export const mostFaultRules = 500

/** Rules in the order in which they are tried. */
export const inOrder = (records: readonly FaultRecord[]): readonly FaultRecord[] =>
  [...records].sort((one, other) => one.place - other.place)
