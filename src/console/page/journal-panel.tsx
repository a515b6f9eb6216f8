import type { JournalEntry } from '../../control-client/index.js'
import { Empty } from './empty.js'
import { type JournalFilter, matchesFilter } from './journal-filter.js'
import { JournalFilterFields } from './journal-filter-fields.js'
import { JournalItem } from './journal-item.js'
import { useState } from './preact.js'
import { ProblemNote } from './problem-note.js'
import { saveFile } from './save-file.js'
import { useSandbox } from './sandbox-context.js'
import { useAction } from './use-action.js'
import type { LiveJournal } from './use-journal.js'

const states = { connecting: 'connecting…', live: 'live', lost: 'connection lost, trying again…' }

/** What was asked of the sandbox, as it comes in, the newest on top. */
export const JournalPanel = ({ journal }: { readonly journal: LiveJournal }) => {
  const { entries, state, clear } = journal
  const { client } = useSandbox()
  const { run, problem } = useAction()
  const [filter, setFilter] = useState<JournalFilter>({ text: '', only: 'all' })
  const shown = entries.filter((entry) => matchesFilter(entry, filter))
  const empty = async (): Promise<void> => {
    if (await run(() => client.journal.clear(), 'The journal is empty')) clear()
  }
  return (
    <>
      <div class="bar">
        <JournalFilterFields {...{ filter, onFilter: setFilter }} />
        <span class={`live ${state}`}>{states[state]}</span>
        <SaveHar />
        <button onClick={() => void empty()} disabled={entries.length === 0}>
          Clear
        </button>
      </div>
      <ProblemNote of={problem} />
      <Entries entries={shown} isNarrowed={shown.length < entries.length} />
    </>
  )
}

const Entries = ({
  entries,
  isNarrowed,
}: {
  readonly entries: readonly JournalEntry[]
  readonly isNarrowed: boolean
}) => {
  if (entries.length > 0)
    return (
      <ol class="journal">
        {entries.map((entry) => (
          <JournalItem key={entry.number} entry={entry} />
        ))}
      </ol>
    )
  return isNarrowed ? (
    <Empty>Nothing matches the filter.</Empty>
  ) : (
    <Empty>Call an operation of this sandbox: what was sent and answered shows here at once.</Empty>
  )
}

/** The journal as a file for developer tools. */
const SaveHar = () => {
  const { client, name } = useSandbox()
  const { run } = useAction()
  const save = async (): Promise<void> => {
    saveFile(`${name}.har`, await client.journal.har())
  }
  return <button onClick={() => void run(save)}>Save as HAR</button>
}
