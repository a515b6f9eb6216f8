import { bytesOf } from '../lib/text-bytes.js'
import type { Patience } from './wait-until.js'
import { createWakeup } from './wakeup.js'

/** So often a silent stream says that it is alive, in milliseconds: proxies end those that are not. */
export const heartbeatMs = 15_000

/** What a stream of server-sent events tells. */
export interface EventSource {
  /**
   * The next event; undefined: none yet; `lost`: the client was too slow for what there is, and its stream
   * ends. Asked when the client has taken what came before, so that nothing is piled up for it.
   */
  readonly next: () => string | 'lost' | undefined
  readonly subscribe: (told: () => void) => () => void
  /** Aborted when the client has gone away. */
  readonly signal: AbortSignal | undefined
}

/** One event (HTML Living Standard §9.2.5); the data has no line break. */
export const serverSentEvent = (event: string, id: number, data: string): string =>
  `event: ${event}\nid: ${id}\ndata: ${data}\n\n`

/** Sent first, so that clients see the headers: how long to wait before connecting again. */
const greeting = 'retry: 1000\n\n'
const heartbeat = ': still here\n\n'

/** A stream of server-sent events, until the client or the server has enough. */
export const eventStream = (
  { delay, closing }: Patience,
  { next, subscribe, signal }: EventSource,
): AsyncIterableIterator<Uint8Array> => {
  const { wake, woken } = createWakeup()
  const ended = new AbortController()
  const due: string[] = [greeting]
  const unsubscribe = subscribe(wake)
  const end = (): void => {
    ended.abort()
    unsubscribe()
    wake()
  }
  for (const one of [closing, signal]) {
    if (one?.aborted) end()
    one?.addEventListener('abort', end, { signal: ended.signal })
  }
  const beat = (): void => {
    const later = delay(heartbeatMs, ended.signal)
    later.then(
      () => {
        if (due.length === 0) due.push(heartbeat)
        wake()
        beat()
      },
      () => undefined,
    )
  }
  beat()
  const take = (): string | undefined => {
    const text = due.pop() ?? next()
    if (text !== 'lost') return text
    end()
    return undefined
  }
  const over = { done: true, value: undefined } as const
  const stream: AsyncIterableIterator<Uint8Array> = {
    [Symbol.asyncIterator]: () => stream,
    next: async () => {
      while (!ended.signal.aborted) {
        const text = take()
        if (text !== undefined) return { done: false, value: bytesOf(text) }
        if (!ended.signal.aborted) await woken()
      }
      return over
    },
    return: async () => {
      end()
      return over
    },
  }
  return stream
}
