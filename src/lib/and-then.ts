/** A value that is there, or that will be. */
export type Awaitable<T> = T | Promise<T>

/** True for what will be there: a promise, of whatever realm. */
export const isPending = <T>(value: Awaitable<T>): value is Promise<T> =>
  typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function'

/**
 * Goes on with a value, at once where it is there: a promise costs its own memory and a turn of the
 * queue, which a request that waits for nothing need not pay.
 */
export const andThen = <T, U>(
  value: Awaitable<T>,
  next: (value: T) => Awaitable<U>,
): Awaitable<U> => (isPending(value) ? value.then(next) : next(value))
