import type { StateRecord } from '../../control-client/index.js'
import { ConfirmButton } from './confirm-button.js'
import { EditRecord } from './edit-record.js'
import { RecordCell } from './record-cell.js'
import { useSandbox } from './sandbox-context.js'

/** What a row of the table shows. */
export interface RecordRowProps {
  readonly collection: string
  readonly identity: string
  readonly columns: readonly string[]
  readonly record: StateRecord
}

/** A record: its members, each to be edited, and what can be done to the whole. */
export const RecordRow = ({ collection, identity, columns, record }: RecordRowProps) => {
  const { client } = useSandbox()
  const id = String(record[identity])
  const of = `${collection} ${id}`
  return (
    <tr>
      {columns.map((column) =>
        column === identity ? (
          <th scope="row">{id}</th>
        ) : (
          <RecordCell key={column} {...{ collection, id, record, member: column }} />
        ),
      )}
      <td class="actions">
        <EditRecord {...{ collection, id, record }} />
        <ConfirmButton
          {...{ label: 'Remove', name: `Remove ${of}`, done: `${of} is gone` }}
          {...{
            question: `Remove ${of}?`,
            text: 'A snapshot or a reset brings it back.',
          }}
          work={() => client.state.remove(collection, id)}
        />
      </td>
    </tr>
  )
}
