import { counted } from '../../lib/counted.js'
import type { RecordedExchange } from '../outcome.js'
import { isReply } from '../wire.js'
import type { Report } from './report.js'

/** What came of a run, in one sentence without its point. A run that proved little does not sound like a good one. */
export const verdictOf = ({
  findings,
  counts,
}: Pick<Report, 'findings' | 'counts'>): { readonly text: string; readonly isGood: boolean } => {
  const failing = findings.filter(({ fails }) => fails)
  const operations = new Set(failing.map(({ operation }) => operation)).size
  if (failing.length > 0) {
    const text = `${counted(failing.length, 'finding')} in ${counted(operations, 'operation')}`
    return { text, isGood: false }
  }
  const proved = counts.passed + counts.failed
  const open = counts.unverified + counts.skipped
  if (proved === 0 && findings.length === 0)
    return { text: 'Nothing was verified: no case proved anything', isGood: false }
  if (open > proved)
    return {
      text: `No finding, but ${open} of ${open + proved} cases proved nothing`,
      isGood: false,
    }
  const known = findings.filter((one) => one.known).length
  const isKept = known === 0
  return {
    text: isKept
      ? 'The server keeps the contract'
      : `Nothing new: ${counted(known, 'known finding')}`,
    isGood: true,
  }
}

/** So many requests without an answer, until the end, are no accident. */
const fewestLost = 5

/** That the server went away while it was asked. */
const lost = (exchanges: readonly RecordedExchange[]): readonly string[] => {
  const last = exchanges.findLastIndex(({ answer }) => isReply(answer))
  const count = exchanges.length - 1 - last
  if (count < fewestLost || last < 0) return []
  return [`The last ${count} of ${exchanges.length} requests got no answer: has the server ended?`]
}

const refusals: ReadonlySet<number> = new Set([401, 403])

/** That the credentials of the user were refused nearly everywhere. */
const refused = (exchanges: readonly RecordedExchange[]): readonly string[] => {
  const own = exchanges.filter(({ as }) => as === 'user')
  // Without any known credentials the cases say so themselves.
  if (own.some(({ isUnjudged, case: id }) => isUnjudged === true && id !== undefined)) return []
  const unwanted = own.filter(({ answer }) => isReply(answer) && refusals.has(answer.status))
  if (unwanted.length * 2 <= own.length) return []
  const said = `${unwanted.length} of ${own.length} requests with the credentials that were given`
  return [`${said} were answered with 401 or 403: are they those of this server, and still valid?`]
}

/** What a reader has to know beside findings: the server went away, or refused who asked. */
export const noticesOf = (exchanges: readonly RecordedExchange[]): readonly string[] => [
  ...lost(exchanges),
  ...refused(exchanges),
]
