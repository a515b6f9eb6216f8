import type { JournalEntry } from '../../control-client/index.js'
import { followJournal, type JournalState } from './follow-journal.js'
import { useEffect, useState } from './preact.js'
import type { SandboxView } from './sandbox-context.js'

/** The journal as it comes in. */
export interface LiveJournal {
  /** The newest first. */
  readonly entries: readonly JournalEntry[]
  readonly state: JournalState
  readonly clear: () => void
}

/** So many exchanges are shown; the server keeps no more either. */
const most = 1000

/** What else may have changed is looked at so long after an exchange, in milliseconds: they come in crowds. */
const settle = 250

/** What changes nothing. */
const isReading = ({ request }: JournalEntry): boolean =>
  /^(GET|HEAD|OPTIONS)$/.test(request.method ?? '')

/** Follows the journal of the sandbox, and tells that something else may have changed. */
export const useJournal = ({ client, onChange }: SandboxView): LiveJournal => {
  const [entries, setEntries] = useState<readonly JournalEntry[]>([])
  const [state, setState] = useState<JournalState>('connecting')
  useEffect(() => {
    const end = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const onEntry = (entry: JournalEntry): void => {
      setEntries((before) => [entry, ...before].slice(0, most))
      if (isReading(entry)) return
      clearTimeout(timer)
      timer = setTimeout(onChange, settle)
    }
    const onRestart = (): void => setEntries([])
    void followJournal(client, { onEntry, onState: setState, onRestart }, end.signal)
    return () => {
      clearTimeout(timer)
      end.abort()
    }
  }, [client])
  return { entries, state, clear: () => setEntries([]) }
}
