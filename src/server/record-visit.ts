import type { Reply } from '../exchange.js'
import { silent, type AnsweredBy } from './log-entry.js'
import type { Site } from './site.js'
import type { Visit } from './visit.js'

const wasAskedFor: ReadonlySet<AnsweredBy | undefined> = new Set(['mock', 'fault', 'script'])

/** A 5xx that was asked for is no fault of ours. */
const levelOf = (status: number, { passed, answeredBy, deprecated }: Visit) => {
  if (status >= 500 && !wasAskedFor.has(answeredBy)) return 'error'
  return passed.length > 0 || deprecated ? 'warn' : 'info'
}

/** What the client has seen of an answer, in a word. */
const wordOf = ({ status, cut }: Reply): string =>
  cut === undefined ? String(status) : typeof cut === 'string' ? cut : `${status} cut off`

/** Writes the log entry of an answered exchange. */
export const recordVisit = (site: Site, visit: Visit, reply: Reply, durationMs: number): void => {
  if (site.settings.log === silent) return
  const { status } = reply
  const { exchange, selection, operation, answeredBy, fault, passed, deprecated } = visit
  site.settings.log({
    level: levelOf(status, visit),
    time: new Date(site.clock.now()).toISOString(),
    message: `${exchange.method} ${exchange.path} ${wordOf(reply)}`,
    request: {
      id: exchange.id,
      sandbox: selection.sandbox,
      method: exchange.method,
      path: exchange.path,
      status,
      durationMs,
      ...(operation && { operationId: operation.id }),
      ...(answeredBy && { answeredBy }),
      ...(fault !== undefined && { fault }),
      ...(passed.length > 0 && { violations: passed }),
      ...(deprecated && { deprecated }),
    },
  })
}
