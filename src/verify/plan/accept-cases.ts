import type { Operation } from '../../contract/contract.js'
import type { PlannedCase } from './change.js'

/** So many representations are asked for one by one. */
const most = 4

/** Answers that need not end. */
const endless = /event-stream|ndjson|jsonl|json-seq|mixed-replace/

/** Requests that accept one of several documented media types of success only. */
export const acceptCases = (operation: Operation): readonly PlannedCase[] => {
  const types = operation.responses
    .filter(({ key }) => key.startsWith('2'))
    .flatMap(({ contents }) => contents.map(({ mediaType }) => mediaType))
    .filter((type) => !type.includes('*') && !endless.test(type))
  const each = [...new Set(types)]
  return (each.length < 2 ? [] : each.slice(0, most)).map((type) => ({
    case: {
      id: `${operation.id} boundary allowed accept ${type}`,
      operation,
      source: 'boundary',
      intent: `asked for ${type} alone`,
      expect: { kind: 'accepted', rule: 'V111' },
    },
    change: (draft) => ({ ...draft, headers: [...(draft.headers ?? []), ['Accept', type]] }),
  }))
}
