import { Empty } from './empty.js'
import { useState } from './preact.js'
import { ProblemNote } from './problem-note.js'
import { Records } from './records.js'
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
