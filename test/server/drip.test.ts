import { dripped } from '../../src/server/drip.js'
import { createBoundedDelay } from '../../src/server/bounded-delay.js'
import type { Reply } from '../../src/exchange.js'

const drain = async (body: Reply['body']): Promise<string[]> => {
  const pieces: string[] = []
  for await (const piece of body as AsyncIterable<Uint8Array>)
    pieces.push(Buffer.from(piece).toString())
  return pieces
}

test('pauses stand between pieces only, and the whole length is said', async () => {
  const pauses: number[] = []
  const delay = async (milliseconds: number) => void pauses.push(milliseconds)
  const reply = dripped(
    { status: 200, headers: [], body: 'abcdefg' },
    { chunkBytes: 3, everyMs: 7 },
    delay,
  )
  expect(reply.headers).toEqual(['Content-Length', '7'])
  expect(await drain(reply.body)).toEqual(['abc', 'def', 'g'])
  expect(pauses).toEqual([7, 7])
})

test('after a minute the rest comes at once', async () => {
  let waited = 0
  const delay = async (milliseconds: number) => void (waited += milliseconds)
  const body = 'x'.repeat(1000)
  const reply = dripped(
    { status: 200, headers: [], body },
    { chunkBytes: 1, everyMs: 9_000 },
    delay,
  )
  const pieces = await drain(reply.body)
  expect(waited).toBe(54_000)
  expect(pieces.join('')).toBe(body)
  expect(pieces).toHaveLength(8)
})

test('what has no body stays as it is', () => {
  const reply = { status: 204, headers: [] }
  expect(dripped(reply, { chunkBytes: 1, everyMs: 1 }, async () => undefined)).toBe(reply)
})

test('only so many answers wait at once: one more goes out without waiting', async () => {
  const ends: (() => void)[] = []
  const delay = createBoundedDelay(2, () => new Promise<void>((resolve) => ends.push(resolve)))
  const waiting = [delay(1000), delay(1000)]
  await delay(1000)
  expect(ends).toHaveLength(2)
  ends.forEach((end) => end())
  await Promise.all(waiting)
  const again = delay(1000)
  expect(ends).toHaveLength(3)
  ends[2]?.()
  await again
})
