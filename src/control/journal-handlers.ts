import { eventStream } from '../sandbox/event-stream.js'
import type { JournalFilter } from '../sandbox/journal-filter.js'
import type { JournalReader } from '../sandbox/journal-reader.js'
import type { Journals } from '../sandbox/journals.js'
import { type Patience, waitUntil } from '../sandbox/wait-until.js'
import type { AllControlHandlers } from './control-context.js'

/** What the handlers of the journal act with. */
export interface JournalHandlerParts {
  readonly journals: Journals
  readonly journalReader: JournalReader
  readonly patience: Patience
}

/** So many exchanges are waited for unless the request says otherwise. */
const oneCall = 1

/** In milliseconds, as the contract says. */
export const defaultTimeoutMs = 5000

/** Where the events begin: what a client that connects again has seen already counts most. */
const beginningOf = (headers: Readonly<Record<string, string | undefined>>, after = 0): number => {
  const seen = headers['last-event-id']
  return seen === undefined ? after : Number(seen)
}

const wait = async (
  { journals, journalReader: reader, patience }: JournalHandlerParts,
  sandbox: string,
  filter: JournalFilter,
  wanted: { atLeast: number; timeoutMs: number; signal: AbortSignal | undefined },
) => {
  const { atLeast, timeoutMs, signal } = wanted
  reader.requireReachable(sandbox, filter, atLeast)
  const found = await waitUntil(patience, {
    look: reader.counter(sandbox, filter, atLeast),
    subscribe: (told) => journals.subscribe(sandbox, told),
    timeoutMs,
    signal,
  })
  if (!found) throw reader.inVain(sandbox, filter, atLeast, timeoutMs)
  return found
}

/** The operations of the journal. */
export const createJournalHandlers = (parts: JournalHandlerParts) => {
  const { journals, journalReader: reader, patience } = parts
  return {
    listJournal: ({ sandbox, query: { limit, ...filter } }) => ({
      status: 200,
      body: reader.list(sandbox, filter, limit),
    }),
    clearJournal: ({ sandbox }) => {
      journals.clear(sandbox)
      return { status: 204 }
    },
    waitForCalls: async ({ sandbox, signal, query }) => {
      const { atLeast = oneCall, timeoutMs = defaultTimeoutMs, ...filter } = query
      const body = await wait(parts, sandbox, filter, { atLeast, timeoutMs, signal })
      return { status: 200, body }
    },
    watchJournal: ({ sandbox, signal, headers, query: { after, ...filter } }) => {
      const next = reader.events(sandbox, filter, beginningOf(headers, after))
      const subscribe = (told: () => void) => journals.subscribe(sandbox, told)
      return {
        status: 200,
        headers: {
          'Content-Type': 'text/event-stream',
          'Cache-Control': 'no-store',
          // The connection has no other use, and the server must be able to end it.
          Connection: 'close',
        },
        body: eventStream(patience, { next, subscribe, signal }),
      }
    },
    exportHar: ({ sandbox }) => ({ status: 200, body: reader.har(sandbox) }),
  } satisfies Partial<AllControlHandlers>
}
