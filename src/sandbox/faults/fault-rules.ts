import type { Store } from '../../store/store.js'
import { faultRecords, inOrder, type FaultRecord } from './fault-record.js'
import { FaultRule } from './fault-rule.js'

/** The rules of a sandbox, and the records that they were made from. */
interface KeptRules {
  readonly records: readonly FaultRecord[]
  readonly rules: readonly FaultRule[]
}

const none: readonly FaultRule[] = []

/**
 * The fault rules of a server's sandboxes. The rules are records of the worlds; their counters are kept
 * here, in memory, as long as the record of a rule is the same.
 */
export class FaultRules {
  readonly #store: Pick<Store, 'peek'>
  readonly #kept = new Map<string, KeptRules>()

  constructor(store: Pick<Store, 'peek'>) {
    this.#store = store
  }

  /** The rules of a sandbox in order; at once, because every request asks. */
  of(sandbox: string): readonly FaultRule[] {
    const records = this.#store.peek(sandbox, faultRecords)
    if (records === undefined || records.length === 0) return none
    const kept = this.#kept.get(sandbox)
    return kept?.records === records ? kept.rules : this.#renew(sandbox, records, kept)
  }

  /** Lets the counters of a sandbox begin anew. */
  forget(sandbox: string): void {
    this.#kept.delete(sandbox)
  }

  #renew(
    sandbox: string,
    records: readonly FaultRecord[],
    before: KeptRules | undefined,
  ): readonly FaultRule[] {
    const known = new Map(before?.rules.map((rule) => [rule.record, rule]))
    const rules = inOrder(records).map((record) => known.get(record) ?? new FaultRule(record))
    this.#kept.set(sandbox, { records, rules })
    return rules
  }
}
