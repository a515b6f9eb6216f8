import { eventStream } from '../../src/sandbox/event-stream.js'
import { waitUntil } from '../../src/sandbox/wait-until.js'

/** Time that passes when a test says so, and what still waits for it. */
const pretendTime = () => {
  const waiting = new Set<{ readonly ms: number; readonly pass: () => void }>()
  const delay = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const one = { ms, pass: resolve }
      waiting.add(one)
      signal.addEventListener('abort', () => {
        waiting.delete(one)
        reject(new DOMException('aborted', 'AbortError'))
      })
    })
  const pass = () => {
    for (const one of waiting) {
      waiting.delete(one)
      one.pass()
    }
  }
  return { delay, pass, waiting }
}

const setUp = () => {
  const time = pretendTime()
  const closing = new AbortController()
  const listeners = new Set<() => void>()
  const subscribe = (told: () => void) => {
    listeners.add(told)
    return () => listeners.delete(told)
  }
  const tell = () => listeners.forEach((told) => told())
  const patience = { delay: time.delay, closing: closing.signal }
  return { ...time, closing, listeners, subscribe, tell, patience }
}

const turns = () => new Promise((resolve) => setImmediate(resolve))

describe('waitUntil', () => {
  const begin = (there: () => number | undefined, signal?: AbortSignal) => {
    const parts = setUp()
    const { patience, subscribe } = parts
    const ended = waitUntil(patience, { look: there, subscribe, timeoutMs: 20, signal })
    const isClean = () => parts.listeners.size === 0 && parts.waiting.size === 0
    return { ...parts, ended, isClean }
  }

  test('what is there is found at once', async () => {
    const { ended, isClean } = begin(() => 1)
    expect(await ended).toBe(1)
    await turns()
    expect(isClean()).toBe(true)
  })

  test('it is looked for after each change, and once more when time is over', async () => {
    let looks = 0
    const { ended, tell, pass, isClean } = begin(() => void looks++)
    await turns()
    tell()
    await turns()
    pass()
    expect(await ended).toBeUndefined()
    expect([looks, isClean()]).toEqual([3, true])
  })

  test('a change during a look is not lost', async () => {
    const parts = setUp()
    const found: (number | undefined)[] = [undefined, 7]
    const look = async () => {
      const one = found.shift()
      parts.tell()
      await turns()
      return one
    }
    const { patience, subscribe } = parts
    expect(await waitUntil(patience, { look, subscribe, timeoutMs: 9, signal: undefined })).toBe(7)
  })

  test('it ends when the client has gone', async () => {
    const gone = new AbortController()
    const { ended, isClean } = begin(() => undefined, gone.signal)
    await turns()
    gone.abort()
    expect(await ended).toBeUndefined()
    await turns()
    expect(isClean()).toBe(true)
  })

  test('a server that closes says so, before or while it is waited', async () => {
    const { ended, closing, isClean, patience, subscribe } = begin(() => undefined)
    closing.abort()
    await expect(ended).rejects.toMatchObject({ code: 'server-closing' })
    const late = { look: () => undefined, subscribe, timeoutMs: 20, signal: undefined }
    await expect(waitUntil(patience, late)).rejects.toMatchObject({ code: 'server-closing' })
    await turns()
    expect(isClean()).toBe(true)
  })

  test('what fails while looking fails the wait, and leaves nothing', async () => {
    const { ended, isClean } = begin(() => {
      throw new TypeError('no')
    })
    await expect(ended).rejects.toThrow('no')
    await turns()
    expect(isClean()).toBe(true)
  })
})

describe('eventStream', () => {
  const begin = (texts: (string | undefined)[]) => {
    const parts = setUp()
    const gone = new AbortController()
    const source = { next: () => texts.shift(), subscribe: parts.subscribe, signal: gone.signal }
    const stream = eventStream(parts.patience, source)
    const read = async () => {
      const { done, value } = await stream.next()
      return done ? undefined : new TextDecoder().decode(value)
    }
    return { ...parts, gone, stream, read, isClean: () => parts.listeners.size === 0 }
  }

  test('a silent stream says that it is alive', async () => {
    const { read, pass, stream } = begin(['a'])
    expect([await read(), await read()]).toEqual(['retry: 1000\n\n', 'a'])
    const next = read()
    await turns()
    pass()
    expect(await next).toMatch(/^:.*\n\n$/)
    const after = read()
    await turns()
    pass()
    expect(await after).toMatch(/^:/)
    await stream.return?.()
  })

  test('nothing is taken from the source before the reader wants it', async () => {
    const texts = ['a', 'b']
    const { read, tell } = begin(texts)
    await read()
    tell()
    await turns()
    expect(texts).toEqual(['a', 'b'])
    await read()
    expect(texts).toEqual(['b'])
  })

  test.each(['closing', 'gone'] as const)('it ends: %s', async (which) => {
    const begun = begin([])
    await begun.read()
    const next = begun.read()
    await turns()
    begun[which].abort()
    expect([await next, begun.isClean()]).toEqual([undefined, true])
    await turns()
    expect(begun.waiting.size).toBe(0)
  })

  test('whoever is too slow for what there is loses the connection, not what came', async () => {
    const { read, isClean } = begin(['a', 'lost', 'b'])
    expect([await read(), await read(), await read()]).toEqual(['retry: 1000\n\n', 'a', undefined])
    expect([await read(), isClean()]).toEqual([undefined, true])
  })
})
