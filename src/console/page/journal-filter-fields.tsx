import type { JournalFilter } from './journal-filter.js'

/** What narrows the journal: words, and a kind of exchanges. */
export const JournalFilterFields = ({
  filter,
  onFilter,
}: {
  readonly filter: JournalFilter
  readonly onFilter: (filter: JournalFilter) => void
}) => (
  <>
    <input
      type="search"
      aria-label="Filter the journal"
      placeholder="Filter: path, operation, status…"
      value={filter.text}
      onInput={(event) => onFilter({ ...filter, text: event.currentTarget.value })}
    />
    <select
      aria-label="Which exchanges"
      value={filter.only}
      onChange={(event) =>
        onFilter({ ...filter, only: event.currentTarget.value as JournalFilter['only'] })
      }
    >
      <option value="all">All</option>
      <option value="violations">With violations</option>
      <option value="unmatched">No such operation</option>
      <option value="errors">Status 400 and above</option>
    </select>
  </>
)
