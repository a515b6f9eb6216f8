import type { Fault } from '../finding.js'
import type { WireAnswer } from '../wire.js'

/** Whether an answer took longer than so many milliseconds (V140). */
export const judgeLatency = (
  { milliseconds }: WireAnswer,
  limit: number | undefined,
): readonly Fault[] =>
  limit === undefined || milliseconds <= limit
    ? []
    : [
        {
          rule: 'V140',
          message: `The answer took ${Math.round(milliseconds)} ms, more than ${limit} ms.`,
          keyword: 'latency',
        },
      ]
