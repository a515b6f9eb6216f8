import type { SnapshotDiff } from '../../control-client/index.js'
import { Empty } from './empty.js'
import { ProblemNote } from './problem-note.js'
import { useSandbox } from './sandbox-context.js'
import { useLoad } from './use-load.js'

type Change = SnapshotDiff['changes'][number]

const now = ''

/** What changed between a snapshot and now, or another one: record by record, member by member. */
export const Comparison = ({
  from,
  to,
  names,
  onTo,
  onClose,
}: {
  readonly from: string
  readonly to: string | undefined
  /** The other snapshots. */
  readonly names: readonly string[]
  readonly onTo: (to: string | undefined) => void
  readonly onClose: () => void
}) => {
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

const shown = (value: unknown): string => (value === undefined ? '–' : JSON.stringify(value))

const ChangeItem = ({
  change: { collection, id, change, members = [], record },
}: {
  readonly change: Change
}) => (
  <li class={change}>
    <h3>
      {collection} {id} <span class="badge">{change}</span>
    </h3>
    {members.length > 0 && (
      <table>
        <thead>
          <tr>
            <th scope="col">Member</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {members.map(({ pointer, before, after }) => (
            <tr>
              <th scope="row">{pointer}</th>
              <td>
                <del>{shown(before)}</del>
              </td>
              <td>
                <ins>{shown(after)}</ins>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    {record && (
      <pre tabIndex={0} aria-label={`Record ${id}`}>
        {JSON.stringify(record, null, 2)}
      </pre>
    )}
  </li>
)
