import type { ControlClient, JournalEntry } from '../../control-client/index.js'
import { readEvents } from '../../control-client/read-events.js'

/** Whether exchanges come in at the moment. */
export type JournalState = 'connecting' | 'live' | 'lost'

/** Who is told of what comes in. */
export interface JournalListener {
  readonly onEntry: (entry: JournalEntry) => void
  readonly onState: (state: JournalState) => void
  /** What was told so far is of a server that is no longer. */
  readonly onRestart: () => void
}

/** Between tries to connect again, in milliseconds. */
const pause = 1500

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Tells one connection; ends with it. Resolves to the number of the last exchange. */
const follow = async (
  client: ControlClient,
  after: number,
  { onEntry, onState }: JournalListener,
  signal: AbortSignal,
): Promise<number> => {
  let last = after
  try {
    const headers = { Accept: 'text/event-stream' }
    const response = await client.call.raw('watchJournal', { query: { after }, headers, signal })
    onState('live')
    for await (const { event, data } of readEvents(response)) {
      if (event !== 'exchange') continue
      const entry = JSON.parse(data) as JournalEntry
      last = entry.number
      onEntry(entry)
    }
  } catch {
    // Whatever ended it: the next try says whether it lasts.
  }
  return last
}

/** True when the journal has begun again: a server that was started again counts from one. */
const isRestarted = async (client: ControlClient, last: number): Promise<boolean> => {
  try {
    const { entries } = await client.journal.list({ limit: 1 })
    return (entries.at(-1)?.number ?? 0) < last
  } catch {
    return false
  }
}

/** Follows the journal of a sandbox until the signal, and connects again whenever it was lost. */
export const followJournal = async (
  client: ControlClient,
  listener: JournalListener,
  signal: AbortSignal,
): Promise<void> => {
  let last = 0
  while (!signal.aborted) {
    last = await follow(client, last, listener, signal)
    if (signal.aborted) return
    listener.onState('lost')
    await wait(pause)
    if (last === 0 || signal.aborted || !(await isRestarted(client, last))) continue
    last = 0
    listener.onRestart()
  }
}
