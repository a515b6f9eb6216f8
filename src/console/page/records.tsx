import type { CollectionSummary, StateRecord } from '../../control-client/index.js'
import { AddRecord } from './add-record.js'
import { Empty } from './empty.js'
import { type ComponentChildren, useEffect, useState } from './preact.js'
import { ProblemNote } from './problem-note.js'
import { RecordTable } from './record-table.js'
import { useSandbox } from './sandbox-context.js'
import { useLoad } from './use-load.js'

/** So many rows are shown at once. */
const page = 100

/** The records of a collection: searched, added, edited in place. */
export const Records = ({
  collection,
  picker,
}: {
  readonly collection: CollectionSummary
  readonly picker: ComponentChildren
}) => {
  const { client, changes } = useSandbox()
  const { name } = collection
  const [search, setSearch] = useState('')
  const { value, problem } = useLoad(() => client.state.get(name), [client, name, changes])
  const words = search.toLowerCase()
  const found = (value ?? []).filter(
    (record) => words === '' || JSON.stringify(record).toLowerCase().includes(words),
  )
  return (
    <>
      <div class="bar">
        {picker}
        <input
          {...{ type: 'search', 'aria-label': 'Filter the records', placeholder: 'Filter' }}
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
        <AddRecord collection={collection} records={value ?? []} />
      </div>
      <ProblemNote of={problem} />
      {value?.length === 0 && <Empty>No records. Add one here, or generate some under Seed.</Empty>}
      {found.length > 0 && <Rows {...{ collection, records: found, search }} />}
      {value && value.length > 0 && found.length === 0 && (
        <Empty>Nothing matches the filter.</Empty>
      )}
    </>
  )
}

const Rows = ({
  collection: { name, identity },
  records,
  search,
}: {
  readonly collection: CollectionSummary
  readonly records: readonly StateRecord[]
  /** Another one begins with the first rows again. */
  readonly search: string
}) => {
  const [most, setMost] = useState(page)
  useEffect(() => setMost(page), [search])
  return (
    <>
      <RecordTable {...{ collection: name, identity, records: records.slice(0, most) }} />
      {records.length > most && (
        <button onClick={() => setMost(most + page)}>
          {`Show more of ${records.length} records`}
        </button>
      )}
    </>
  )
}
