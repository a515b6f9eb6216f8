import type { components, operations } from '../generated/control.js'
import type { ControlCall } from './control-call.js'
import { readEvents } from './read-events.js'

/** An exchange as the journal keeps it. */
export type JournalEntry = components['schemas']['JournalEntry']

/** Entries, and how many there are whatever the limit is. */
export type Journal = components['schemas']['Journal']

type QueryOf<Id extends 'listJournal' | 'waitForCalls' | 'watchJournal', Operation> = Omit<
  NonNullable<operations[Id]['parameters']['query']>,
  'operationId'
> & { readonly operationId?: Operation }

/** Which exchanges are looked at; all when nothing is said. */
export type JournalFilter<Operation extends string = string> = QueryOf<'watchJournal', Operation>

/** An HTTP archive (HAR 1.2). */
export interface Har {
  readonly log: Readonly<Record<string, unknown>>
}

/** What was asked of a sandbox, and answered; secrets are masked. */
export interface JournalClient<Operation extends string = string> {
  /** The exchanges that match, oldest first; `limit` the last ones only. */
  readonly list: (filter?: QueryOf<'listJournal', Operation>) => Promise<Journal>
  /** The exchanges of an operation, oldest first. */
  readonly calls: (operationId: Operation) => Promise<readonly JournalEntry[]>
  readonly count: (filter?: JournalFilter<Operation>) => Promise<number>
  /**
   * Resolves to all exchanges that match, as soon as there are `atLeast` (1).
   * @throws ControlError `waited-in-vain` (408) after `timeoutMs` (5000).
   */
  readonly waitFor: (filter: QueryOf<'waitForCalls', Operation>) => Promise<readonly JournalEntry[]>
  /** Follows the journal live, until the loop is left or the signal aborts. */
  readonly events: (
    filter?: JournalFilter<Operation>,
    options?: { readonly signal?: AbortSignal },
  ) => AsyncIterable<JournalEntry>
  readonly har: () => Promise<Har>
  readonly clear: () => Promise<void>
}

/** The methods of the journal. */
export const createJournalClient = <Operation extends string>(
  call: ControlCall,
): JournalClient<Operation> => ({
  list: (query) => call('listJournal', { query }),
  calls: async (operationId) => (await call('listJournal', { query: { operationId } })).entries,
  count: async (filter) => (await call('listJournal', { query: { ...filter, limit: 0 } })).total,
  waitFor: async (query) => (await call('waitForCalls', { query })).entries,
  events: (query, options) => followJournal(call, query, options),
  har: () => call('exportHar'),
  clear: () => call('clearJournal'),
})

async function* followJournal(
  call: ControlCall,
  query: JournalFilter | undefined,
  { signal }: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<JournalEntry, void, undefined> {
  const response = await call.raw('watchJournal', {
    query,
    headers: { Accept: 'text/event-stream' },
    ...(signal && { signal }),
  })
  for await (const { event, data } of readEvents(response))
    if (event === 'exchange') yield JSON.parse(data) as JournalEntry
}
