import type { SnapshotDiff } from '../../control-client/index.js'

type Change = SnapshotDiff['changes'][number]

const shown = (value: unknown): string => (value === undefined ? '–' : JSON.stringify(value))

/** A record that is new, gone or another: which members differ, or folded, the whole of it. */
export const ChangeItem = ({ change }: { readonly change: Change }) => {
  const { members = [], record } = change
  return (
    <li>
      {record ? (
        <details>
          <summary>
            <Title {...change} />
          </summary>
          <pre tabIndex={0} aria-label={`Record ${change.id}`}>
            {JSON.stringify(record, null, 2)}
          </pre>
        </details>
      ) : (
        <Title {...change} />
      )}
      {members.length > 0 && <MemberTable members={members} />}
    </li>
  )
}

const Title = ({ collection, id, change }: Change) => (
  <h3>
    {collection} {id} <span class={`badge ${change}`}>{change}</span>
  </h3>
)

const MemberTable = ({ members }: { readonly members: NonNullable<Change['members']> }) => (
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
)
