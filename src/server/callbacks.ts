import type { Callback } from '../contract/contract.js'
import { queryPairs } from '../contract/read-parameters.js'
import { SetupError } from '../errors.js'
import type { Reply } from '../exchange.js'
import { bytesOf } from '../lib/text-bytes.js'
import { outgoingRequest, sentBy } from '../mock/outgoing-request.js'
import { expandUrl, headerOf, type ExchangeFacts } from '../mock/expand-url.js'
import { systemClock } from '../sandbox/clock.js'
import { createBoundedQueue } from './bounded-queue.js'
import { originOf } from './issuer-of.js'
import { bodyValueOf, judgeAnswer } from './judge-answer.js'
import type { LogEntry } from './log-entry.js'
import { mayUseCookies } from './origin.js'
import { sendRequest, type Reach } from './send-request.js'
import type { ServerSettings } from './server-options.js'
import type { Visit } from './visit.js'

/** Sends the callbacks of operations after their replies. */
export interface Callbacks {
  /** Plans the callbacks of an answered visit; returns at once and never throws. */
  readonly follow: (visit: Visit, reply: Reply) => void
  /** Drops what waits and breaks off what is under way. */
  readonly close: () => void
}

/** So many are under way at once; as many more wait as a burst may bring. */
const maxAtOnce = 8
const maxWaiting = 100
const timeout = 10_000

/**
 * A subscription was made, by somebody who may act here: a foreign page could have this server call
 * its neighbours, and two servers could call each other without end.
 */
const isFollowed = ({ exchange, trust, operation }: Visit, reply: Reply): boolean =>
  operation !== undefined &&
  operation.callbacks.length > 0 &&
  reply.status >= 200 &&
  reply.status < 300 &&
  mayUseCookies(trust) &&
  exchange.headers[sentBy[0].toLowerCase()] !== sentBy[1]

const factsOf = (visit: Visit, reply: Reply): ExchangeFacts => {
  const { exchange, path, body } = visit
  const { headers, query } = exchange
  const bytes =
    typeof reply.body === 'string'
      ? bytesOf(reply.body)
      : reply.body instanceof Uint8Array
        ? reply.body
        : new Uint8Array()
  const search = query === '' ? '' : `?${query}`
  return {
    url: `${originOf(visit)}${exchange.path}${search}`,
    method: exchange.method,
    status: reply.status,
    request: {
      header: (name) => headers[name],
      query: new Map([...queryPairs(query)].reverse().map(([name, value]) => [name, value])),
      path,
      body,
    },
    response: {
      header: (name) => headerOf(reply.headers, name),
      body: bodyValueOf(bytes, headerOf(reply.headers, 'content-type')),
    },
  }
}

/** The URL without what may be secret. */
const shown = (url: string): string => {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}

/** Sends one callback; resolves to what the log says of it. */
const sendOne = async (
  { name, expression, operation }: Callback,
  facts: ExchangeFacts,
  reach: Reach,
  signal: AbortSignal,
): Promise<Pick<LogEntry, 'level' | 'message'>> => {
  const url = expandUrl(expression, facts)
  if (url === undefined)
    return { level: 'warn', message: `Callback ${name}: ${expression} gives no http URL` }
  const what = `Callback ${name}: ${operation.method} ${shown(url)}`
  try {
    const request = await outgoingRequest(operation, url)
    const answer = await sendRequest(request, { reach, timeout, signal })
    const wrong = judgeAnswer(operation, answer).map(({ message }) => message)
    const message = `${what} was answered ${answer.status}`
    return wrong.length === 0
      ? { level: 'info', message: `${message}, as documented` }
      : { level: 'warn', message: `${message}, against the contract: ${wrong.join('; ')}` }
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    return { level: 'warn', message: `${what} failed: ${error.message}. ${error.fix}` }
  }
}

/** The callbacks of a server, one queue for all of them. */
export const createCallbacks = ({ callbacks: reach, log }: ServerSettings): Callbacks => {
  const stop = new AbortController()
  const queue = createBoundedQueue(maxAtOnce, maxWaiting)
  const tell = (id: string, entry: Pick<LogEntry, 'level' | 'message' | 'error'>): void => {
    const time = new Date(systemClock.now()).toISOString()
    if (!stop.signal.aborted) log({ ...entry, time, message: `${id}: ${entry.message}` })
  }
  const plan = (id: string, callback: Callback, facts: ExchangeFacts): void => {
    const isPlanned = queue.add(async () => {
      try {
        tell(id, await sendOne(callback, facts, reach as Reach, stop.signal))
      } catch (error) {
        tell(id, { level: 'error', message: `Callback ${callback.name} failed`, error })
      }
    })
    if (!isPlanned)
      tell(id, { level: 'warn', message: `Callback ${callback.name} is dropped: too many wait` })
  }
  return {
    follow: (visit, reply) => {
      if (reach === 'off' || !isFollowed(visit, reply)) return
      // The reply is written first: it is on its way when this turn of the loop ends.
      setImmediate(() => {
        if (stop.signal.aborted) return
        const facts = factsOf(visit, reply)
        for (const callback of visit.operation?.callbacks ?? [])
          plan(visit.exchange.id, callback, facts)
      })
    },
    close: () => {
      queue.clear()
      stop.abort()
    },
  }
}
