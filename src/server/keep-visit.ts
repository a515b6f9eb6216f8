import { Problem } from '../errors.js'
import type { Reply } from '../exchange.js'
import { monotonic } from '../sandbox/clock.js'
import {
  type JournalRecord,
  keptBody,
  keptBodyBytes,
  type KeptBody,
  type Refusal,
} from '../sandbox/journal-record.js'
import { originOf } from './issuer-of.js'
import { readVisitBody } from './read-visit-body.js'
import type { Site } from './site.js'
import type { Visit } from './visit.js'

/** True for a body that nobody asked for, and that can be read without waiting long for it. */
const isWorthReading = ({ bytes, reading, exchange }: Visit): boolean => {
  if (!exchange.hasBody || bytes !== undefined || reading !== undefined) return false
  const length = exchange.headers['content-length']
  if (length !== undefined) return Number(length) <= keptBodyBytes
  return exchange.inProcess && exchange.headers['transfer-encoding'] === undefined
}

const readUnread = async (visit: Visit): Promise<void> => {
  try {
    await readVisitBody(visit)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
}

const refusalOf = ({ refusal, preflightRefusal }: Visit): Refusal | undefined => {
  if (!refusal) return preflightRefusal
  // The problem itself would keep its stack alive, and all that stands in it.
  const { detail, fix, extensions } = refusal.details
  const nearest = extensions?.['nearest'] as readonly string[] | undefined
  return { code: refusal.code, detail, fix, nearest }
}

type Answered = Pick<JournalRecord, 'status' | 'replyHeaders' | 'replyBody' | 'cut'>

const cutText = (cut: NonNullable<Reply['cut']>): string =>
  typeof cut === 'string' ? cut : `truncated after ${cut.afterBytes} bytes`

const lengthIn = (headers: readonly string[]): number | undefined => {
  const at = headers.findIndex(
    (name, index) => index % 2 === 0 && name.toLowerCase() === 'content-length',
  )
  return at < 0 ? undefined : Number(headers[at + 1])
}

const isLong = (body: string | Uint8Array): boolean => body.length > keptBodyBytes

const answeredOf = ({ status, headers, body, cut }: Reply, streamed?: KeptBody): Answered => {
  const isNone = cut === 'reset' || cut === 'empty'
  const whole = typeof body === 'string' || body instanceof Uint8Array ? body : undefined
  const declared = whole !== undefined && isLong(whole) ? lengthIn(headers) : undefined
  return {
    status: isNone ? undefined : status,
    replyHeaders: isNone ? [] : headers,
    replyBody: isNone ? undefined : (streamed ?? keptBody(whole, declared)),
    cut: cut && cutText(cut),
  }
}

const recordOf = (
  visit: Visit,
  time: number,
  durationMs: number,
  answered: Answered,
): JournalRecord => {
  const { exchange, selection, target, answeredBy } = visit
  const { method, query, headers, mount } = exchange
  return {
    number: 0,
    bytes: 0,
    time,
    durationMs,
    method,
    path: selection.path,
    query,
    headers,
    origin: originOf(visit),
    fullPath: mount === '' ? exchange.path : mount + exchange.path,
    body: keptBody(visit.bytes),
    contract: target?.contract,
    operation: visit.operation,
    pathValues: visit.path,
    surface: target?.kind === 'mock' ? 'mock' : visit.operation ? 'sandbox' : undefined,
    answeredBy: answeredBy === 'control' ? undefined : answeredBy,
    fault: visit.fault,
    violations: visit.passed,
    refusal: refusalOf(visit),
    status: answered.status,
    replyHeaders: answered.replyHeaders,
    replyBody: answered.replyBody,
    cut: answered.cut,
  }
}

type Streamed = AsyncIterable<Uint8Array>

/** Looks at what streams by, and tells its beginning when it ends, however it ends. */
const tapped = async function* (body: Streamed, told: (kept: KeptBody) => void) {
  const content = new Uint8Array(keptBodyBytes)
  let length = 0
  try {
    for await (const chunk of body) {
      const room = keptBodyBytes - length
      if (room > 0) content.set(chunk.subarray(0, room), length)
      length += chunk.length
      yield chunk
    }
  } finally {
    const kept = content.slice(0, Math.min(length, keptBodyBytes))
    told(length > keptBodyBytes ? { content: kept, wholeBytes: length } : kept)
  }
}

const bodiless = new Set([204, 205, 304])

const streamIn = ({ exchange }: Visit, { status, body }: Reply): Streamed | undefined =>
  body === undefined ||
  typeof body === 'string' ||
  body instanceof Uint8Array ||
  exchange.method === 'HEAD' ||
  bodiless.has(status)
    ? undefined
    : body

const keep = (site: Site, visit: Visit, started: number, reply: Reply): Reply => {
  const { journals } = site
  const { sandbox } = visit.selection
  const time = visit.keptAt as number
  const stream = streamIn(visit, reply)
  if (!stream) {
    journals.add(sandbox, recordOf(visit, time, monotonic() - started, answeredOf(reply)))
    return reply
  }
  const told = (kept: KeptBody) =>
    journals.add(sandbox, recordOf(visit, time, monotonic() - started, answeredOf(reply, kept)))
  return { ...reply, body: tapped(stream, told) }
}

/**
 * Writes an answered exchange into the journal of its sandbox; what is streamed when it has ended.
 * Returns the reply to send.
 */
export const keepVisit = (
  site: Site,
  visit: Visit,
  started: number,
  reply: Reply,
): Reply | Promise<Reply> =>
  isWorthReading(visit)
    ? readUnread(visit).then(() => keep(site, visit, started, reply))
    : keep(site, visit, started, reply)

/** True for paths that are not of contracts: control API and console. */
const isOurs = (path: string): boolean => path === '/_sandbox' || path.startsWith('/_sandbox/')

/** Sees to it that an exchange will be kept, where there is a journal and the sandbox is the client's. */
export const beginKeeping = (site: Site, visit: Visit): void => {
  const { sandbox, path } = visit.selection
  if (site.journals.limitOf(sandbox) <= 0 || isOurs(path)) return
  const { profile } = site.settings
  // Whoever makes names up fills no memory with them.
  if (profile === 'public' && !visit.exchange.byOwner && !site.visitors.isIssued(sandbox)) return
  visit.keptAt = (site.sandboxes.ownClock(sandbox) ?? site.clock).now()
}
