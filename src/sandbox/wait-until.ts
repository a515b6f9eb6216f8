import { Problem } from '../errors.js'
import { createWakeup } from './wakeup.js'

/** What waiting needs of a server. */
export interface Patience {
  /** Resolves after so many milliseconds; rejects when the signal is aborted before. */
  readonly delay: (milliseconds: number, signal: AbortSignal) => Promise<unknown>
  /** Aborted when the server closes. */
  readonly closing: AbortSignal
}

/** One wait. */
export interface Wait<T> {
  /** What is waited for; undefined: it is not there yet. Asked once more after each change. */
  readonly look: () => Promise<T | undefined> | T | undefined
  /** Calls `told` after each change until the returned function is called. */
  readonly subscribe: (told: () => void) => () => void
  readonly timeoutMs: number
  /** Aborted when the client has gone away. */
  readonly signal: AbortSignal | undefined
}

/** The answer to whoever waits for a server that closes. */
export const serverClosing = (): Problem =>
  new Problem('server-closing', {
    detail: 'The server closed before it came.',
    headers: ['Connection', 'close'],
  })

/**
 * Waits until something is there, and nothing of it stays behind; undefined: it did not come in time.
 * @throws Problem `server-closing` (503).
 */
export const waitUntil = async <T>(
  { delay, closing }: Patience,
  { look, subscribe, timeoutMs, signal }: Wait<T>,
): Promise<T | undefined> => {
  const { wake, woken } = createWakeup()
  const ended = new AbortController()
  let isOver = false
  const end = (): void => {
    isOver = true
    wake()
  }
  const unsubscribe = subscribe(wake)
  for (const one of [closing, signal]) one?.addEventListener('abort', end, { signal: ended.signal })
  delay(timeoutMs, ended.signal).then(end, () => undefined)
  try {
    for (;;) {
      const found = await look()
      if (found !== undefined) return found
      if (closing.aborted) throw serverClosing()
      if (isOver || signal?.aborted) return undefined
      await woken()
    }
  } finally {
    ended.abort()
    unsubscribe()
  }
}
