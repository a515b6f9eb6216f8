import type { JournalEntry } from '../../control-client/index.js'
import { readEvents } from '../../control-client/read-events.js'
import { useEffect, useState } from './preact.js'
import type { SandboxView } from './sandbox-context.js'

/** The journal as it comes in. */
export interface LiveJournal {
  /** The newest first. */
  readonly entries: readonly JournalEntry[]
  readonly state: 'connecting' | 'live' | 'lost'
  readonly clear: () => void
}

/** So many exchanges are shown; the server keeps no more either. */
const most = 1000

/** Between tries to connect again, in milliseconds. */
const pause = 1500

/** What else may have changed is looked at so long after an exchange, in milliseconds: they come in crowds. */
const settle = 250

/** What changes nothing. */
const isReading = ({ request }: JournalEntry): boolean =>
  /^(GET|HEAD|OPTIONS)$/.test(request.method ?? '')

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Follows the journal of the sandbox, connects again when it was lost, and tells that something may have changed. */
export const useJournal = ({ client, onChange }: SandboxView): LiveJournal => {
  const [entries, setEntries] = useState<readonly JournalEntry[]>([])
  const [state, setState] = useState<LiveJournal['state']>('connecting')
  useEffect(() => {
    const end = new AbortController()
    const { signal } = end
    let last = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = (): void => {
      clearTimeout(timer)
      timer = setTimeout(onChange, settle)
    }
    const take = (entry: JournalEntry): void => {
      last = entry.number
      setEntries((before) => [entry, ...before].slice(0, most))
      if (!isReading(entry)) tell()
    }
    const follow = async (): Promise<void> => {
      const query = { after: last }
      const headers = { Accept: 'text/event-stream' }
      const response = await client.call.raw('watchJournal', { query, headers, signal })
      setState('live')
      for await (const { event, data } of readEvents(response))
        if (event === 'exchange') take(JSON.parse(data) as JournalEntry)
    }
    /** A server that was started again counts from one. */
    const lookBack = async (): Promise<void> => {
      const newest = (await client.journal.list({ limit: 1 })).entries.at(-1)?.number ?? 0
      if (newest >= last) return
      last = 0
      setEntries([])
    }
    const stay = async (): Promise<void> => {
      while (!signal.aborted) {
        await follow().catch(() => undefined)
        if (signal.aborted) return
        setState('lost')
        await wait(pause)
        await lookBack().catch(() => undefined)
      }
    }
    void stay()
    return () => {
      clearTimeout(timer)
      end.abort()
    }
  }, [client])
  return { entries, state, clear: () => setEntries([]) }
}
