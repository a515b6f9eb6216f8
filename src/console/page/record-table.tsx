import type { StateRecord } from '../../control-client/index.js'
import { columnsOf } from './columns-of.js'
import { RecordRow } from './record-row.js'

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
          {records.map((record) => (
            <RecordRow
              key={String(record[identity])}
              {...{ collection, identity, columns, record }}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}
