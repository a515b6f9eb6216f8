import { isReply, replyHeader, type Send, type WireAnswer } from '../wire.js'
import { retryAfter } from './retry-after.js'

/** How fast requests are sent, and by which clocks. */
export interface Patience {
  /** At most so many requests a second; any when absent. */
  readonly perSecond?: number | undefined
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Milliseconds that only grow. */
  readonly monotonic: () => number
}

/** A request is waited for at most so long in all, in milliseconds. */
const maxWait = 30_000

/** A run waits so long for nothing; then refusals are taken as they are. */
const maxVain = 120_000

/** A server that is busy is asked so often again. */
const maxBusy = 2

const tooMany = 429
const busy = 503

/** Spaces requests evenly. */
const createPace = ({ perSecond, sleep, monotonic }: Patience): (() => Promise<void>) => {
  if (perSecond === undefined) return () => Promise.resolve()
  const interval = 1000 / perSecond
  let free = 0
  return async () => {
    const now = monotonic()
    const turn = Math.max(now, free)
    free = turn + interval
    if (turn > now) await sleep(turn - now)
  }
}

/**
 * How long a server wants to be left alone: 429 without a time for a second, then twice as long each
 * time. Undefined for an answer that is one.
 */
const wanted = (answer: WireAnswer, tries: number, now: number): number | undefined => {
  if (!isReply(answer)) return undefined
  const said = retryAfter(replyHeader(answer, 'retry-after'), now)
  if (answer.status === tooMany) return Math.max(said ?? 1000 * 2 ** tries, 100)
  if (answer.status !== busy || said === undefined || tries >= maxBusy) return undefined
  return Math.max(said, 100)
}

/**
 * Sends no faster than it may, and asks again where a server answers 429, or 503 with Retry-After: it
 * waits as it is told, at most 30 seconds for a request.
 */
export const createPatientSender = (send: Send, patience: Patience): Send => {
  const pace = createPace(patience)
  let vain = 0
  return async (request) => {
    let waited = 0
    for (let tries = 0; ; tries++) {
      await pace()
      const answer = await send(request)
      const pause = wanted(answer, tries, patience.now())
      if (pause === undefined) return answer
      if (waited + pause > maxWait || vain + waited + pause > maxVain) {
        vain += waited
        return answer
      }
      waited += pause
      await patience.sleep(pause)
    }
  }
}
