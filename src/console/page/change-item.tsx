import type { SnapshotDiff } from '../../control-client/index.js'

type Change = SnapshotDiff['changes'][number]

const shown = (value: unknown): string => (value === undefined ? '–' : JSON.stringify(value))

/** A record that is new, gone or another: which members differ, or the whole of it. */
export const ChangeItem = ({
  change: { collection, id, change, members = [], record },
}: {
  readonly change: Change
}) => (
  <li class={change}>
    <h3>
      {collection} {id} <span class="badge">{change}</span>
    </h3>
    {members.length > 0 && <MemberTable members={members} />}
    {record && (
      <pre tabIndex={0} aria-label={`Record ${id}`}>
        {JSON.stringify(record, null, 2)}
      </pre>
    )}
  </li>
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
