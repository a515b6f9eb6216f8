import type { JournalEntry } from '../../control-client/index.js'

/** Which exchanges are shown. */
export interface JournalFilter {
  readonly text: string
  readonly only: 'all' | 'violations' | 'unmatched' | 'errors'
}

const kinds: Readonly<Record<JournalFilter['only'], (entry: JournalEntry) => boolean>> = {
  all: () => true,
  violations: ({ violations }) => violations.length > 0,
  unmatched: ({ operationId }) => operationId === undefined,
  errors: ({ response }) => (response.status ?? 0) >= 400,
}

/** True for an exchange that is shown: each word is somewhere in its first line. */
export const matchesFilter = (entry: JournalEntry, { text, only }: JournalFilter): boolean => {
  if (!kinds[only](entry)) return false
  const { request, response, operationId = '' } = entry
  const line = [request.method, request.path, request.query, response.status, operationId]
  const searched = line.join(' ').toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word))
}
