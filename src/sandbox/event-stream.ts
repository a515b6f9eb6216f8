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

const over = { done: true, value: undefined } as const

class EventStream implements AsyncIterableIterator<Uint8Array> {
  readonly #source: EventSource
  readonly #delay: Patience['delay']
  readonly #wakeup = createWakeup()
  readonly #ended = new AbortController()
  readonly #due: string[] = [greeting]
  readonly #unsubscribe: () => void

  constructor({ delay, closing }: Patience, source: EventSource) {
    this.#source = source
    this.#delay = delay
    this.#unsubscribe = source.subscribe(this.#wakeup.wake)
    for (const one of [closing, source.signal]) {
      if (one?.aborted) this.#end()
      one?.addEventListener('abort', () => this.#end(), { signal: this.#ended.signal })
    }
    this.#beat()
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    while (!this.#ended.signal.aborted) {
      const text = this.#due.pop() ?? this.#source.next()
      if (text === 'lost') this.#end()
      else if (text !== undefined) return { done: false, value: bytesOf(text) }
      else await this.#wakeup.woken()
    }
    return over
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#end()
    return over
  }

  #end(): void {
    this.#ended.abort()
    this.#unsubscribe()
    this.#wakeup.wake()
  }

  #beat(): void {
    const later = (): void => {
      if (this.#due.length === 0) this.#due.push(heartbeat)
      this.#wakeup.wake()
      this.#beat()
    }
    this.#delay(heartbeatMs, this.#ended.signal).then(later, () => undefined)
  }
}

/** A stream of server-sent events, until the client or the server has enough. */
export const eventStream = (
  patience: Patience,
  source: EventSource,
): AsyncIterableIterator<Uint8Array> => new EventStream(patience, source)
