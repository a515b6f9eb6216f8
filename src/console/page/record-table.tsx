import type { StateRecord } from '../../control-client/index.js'
import { columnsOf } from './columns-of.js'
import { ConfirmButton } from './confirm-button.js'
import { EditRecord } from './edit-record.js'
import { RecordCell } from './record-cell.js'
import { useSandbox } from './sandbox-context.js'

/** Records as a table, to be edited in place. */
export const RecordTable = ({
  collection,
  identity,
  records,
}: {
  readonly collection: string
  readonly identity: string
  readonly records: readonly StateRecord[]
}) => {
  const { client } = useSandbox()
  const columns = columnsOf(records, identity)
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={`Records of ${collection}`}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col">{column}</th>
            ))}
            <th scope="col">
              <span class="unseen">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {records.map((record) => {
            const id = String(record[identity])
            const of = `${collection} ${id}`
            return (
              <tr key={id}>
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
          })}
        </tbody>
      </table>
    </div>
  )
}
