import type { CollectionSummary } from '../../control-client/index.js'
import { AddRecord } from './add-record.js'
import { Empty } from './empty.js'
import { type ComponentChildren, useEffect, useState } from './preact.js'
import { ProblemNote } from './problem-note.js'
import { RecordTable } from './record-table.js'
import { useSandbox } from './sandbox-context.js'
import { useLoad } from './use-load.js'

/** The collections of the sandbox, and the records of one of them. */
export const RecordsPanel = () => {
  const { client, changes } = useSandbox()
  const [chosen, setChosen] = useState<string | undefined>(undefined)
  const { value: collections, problem } = useLoad(
    () => client.state.collections(),
    [client, changes],
  )
  const collection = collections?.find(({ name }) => name === chosen) ?? collections?.[0]
  if (!collection)
    return (
      <>
        <ProblemNote of={problem} />
        {collections && (
          <Empty>The contract of this server has no collections: it remembers nothing.</Empty>
        )}
      </>
    )
  return (
    <>
      <ProblemNote of={problem} />
      <Records
        key={collection.name}
        collection={collection}
        picker={
          <select
            aria-label="Collection"
            value={collection.name}
            onChange={(event) => setChosen(event.currentTarget.value)}
          >
            {collections?.map(({ name, records }) => (
              <option value={name}>{`${name} (${records})`}</option>
            ))}
          </select>
        }
      />
    </>
  )
}

/** So many rows are shown at once. */
const page = 100

const Records = ({
  collection,
  picker,
}: {
  readonly collection: CollectionSummary
  readonly picker: ComponentChildren
}) => {
  const { client, changes } = useSandbox()
  const { name, identity } = collection
  const [search, setSearch] = useState('')
  const [most, setMost] = useState(page)
  useEffect(() => setMost(page), [search])
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
      {found.length > 0 && (
        <RecordTable {...{ collection: name, identity, records: found.slice(0, most) }} />
      )}
      {value && value.length > 0 && found.length === 0 && (
        <Empty>Nothing matches the filter.</Empty>
      )}
      {found.length > most && (
        <button onClick={() => setMost(most + page)}>
          {`Show more of ${found.length} records`}
        </button>
      )}
    </>
  )
}
