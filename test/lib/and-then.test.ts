import { andThen, isPending } from '../../src/lib/and-then.js'

const length = (text: string): number => text.length

test('goes on at once with what is there, and later with what will be', async () => {
  expect(andThen('abc', length)).toBe(3)
  expect(andThen(undefined, () => 'next')).toBe('next')
  const later = andThen(Promise.resolve('abc'), length)
  expect(later).toBeInstanceOf(Promise)
  expect(await later).toBe(3)
})

test('a rejection passes it by', async () => {
  const failed = Promise.reject<string>(new TypeError('no'))
  await expect(andThen(failed, length)).rejects.toThrow('no')
})

test.each([
  [undefined, false],
  [null, false],
  ['text', false],
  [{ status: 200 }, false],
  [{ then: 1 }, false],
  [{ then: () => undefined }, true],
  [Promise.resolve(), true],
])('%p: pending %p', (value: unknown, expected) => {
  expect(isPending(value)).toBe(expected)
})
