import { createWorkQueue } from '../../src/auth/work-queue.js'
import { Problem } from '../../src/errors.js'

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('the work queue', () => {
  test('runs so much at once, in the order of arrival', async () => {
    const queue = createWorkQueue({ atOnce: 2, waiting: 10 })
    const started: number[] = []
    const ends: (() => void)[] = []
    const work = (number: number) => () => {
      started.push(number)
      return new Promise<number>((resolve) => ends.push(() => resolve(number)))
    }
    const all = Promise.all([1, 2, 3, 4].map((number) => queue(work(number))))
    await settled()
    expect(started).toEqual([1, 2])
    ends[1]?.()
    await settled()
    expect(started).toEqual([1, 2, 3])
    ends[0]?.()
    await settled()
    expect(started).toEqual([1, 2, 3, 4])
    ends.forEach((end) => end())
    expect(await all).toEqual([1, 2, 3, 4])
  })

  test('refuses with 429 and Retry-After what would wait too long, and recovers', async () => {
    const queue = createWorkQueue({ atOnce: 1, waiting: 2 })
    const ends: (() => void)[] = []
    const work = () => new Promise<void>((resolve) => ends.push(resolve))
    const accepted = [queue(work), queue(work), queue(work)]
    const refused: unknown = await queue(work).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Problem)
    expect(refused).toMatchObject({ code: 'too-busy', status: 429 })
    expect((refused as Problem).details.headers).toEqual(['Retry-After', '1'])
    for (const one of accepted) {
      await settled()
      ends.shift()?.()
      await one
    }
    expect(await queue(async () => 'again')).toBe('again')
  })

  test('goes on after work that failed', async () => {
    const queue = createWorkQueue({ atOnce: 1, waiting: 1 })
    const failing = queue(() => Promise.reject(new TypeError('broken')))
    const next = queue(async () => 'next')
    await expect(failing).rejects.toThrow('broken')
    expect(await next).toBe('next')
  })
})
