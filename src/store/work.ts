import type { Awaitable } from '../lib/and-then.js'
import type { Attempt } from './attempt.js'
import type { Transaction } from './store.js'

/** What a transaction does. */
export type Work<T> = (state: Transaction) => Awaitable<T>

/** What came of it. */
export type Result<T> = { readonly value: T } | { readonly error: unknown }

/** Begins some work; what it throws at once is a rejection like any other. */
export function beginWork<T>(work: Work<T>, attempt: Attempt): Awaitable<T> {
  try {
    return work(attempt)
  } catch (error) {
    return Promise.reject(error)
  }
}

/** Waits for work. Never rejects. */
export async function settle<T>(given: Awaitable<T>): Promise<Result<T>> {
  try {
    return { value: await given }
  } catch (error) {
    return { error }
  }
}

/** The value; throws the error that is there instead. */
export function unwrap<T>(result: Result<T>): T {
  if ('error' in result) throw result.error
  return result.value
}
