import { ChangeItem } from './change-item.js'
import { Empty } from './empty.js'
import { ProblemNote } from './problem-note.js'
import { useSandbox } from './sandbox-context.js'
import { useLoad } from './use-load.js'

const now = ''

/** What is compared, and what may be compared instead. */
export interface ComparisonProps {
  readonly from: string
  /** What the sandbox holds now when absent. */
  readonly to: string | undefined
  /** The other snapshots. */
  readonly names: readonly string[]
  readonly onTo: (to: string | undefined) => void
  readonly onClose: () => void
}

/** What changed between a snapshot and now, or another one: record by record, member by member. */
export const Comparison = ({ from, to, names, onTo, onClose }: ComparisonProps) => {
  const { client, changes } = useSandbox()
  const { value, problem } = useLoad(
    () => client.snapshots.diff(from, to),
    [client, changes, from, to],
  )
  return (
    <section class="card" aria-labelledby="comparison">
      <div class="bar">
        <h2 id="comparison">From {from} to</h2>
        <select
          aria-label="Compare with"
          value={to ?? now}
          onChange={(event) => onTo(event.currentTarget.value || undefined)}
        >
          <option value={now}>now</option>
          {names.map((name) => (
            <option value={name}>{name}</option>
          ))}
        </select>
        <button onClick={onClose}>Close</button>
      </div>
      <ProblemNote of={problem} />
      {value?.changes.length === 0 && <Empty>Nothing has changed.</Empty>}
      <ul class="changes">
        {value?.changes.map((change) => (
          <ChangeItem key={`${change.collection} ${change.id}`} change={change} />
        ))}
      </ul>
    </section>
  )
}
