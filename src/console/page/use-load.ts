import { useEffect, useState } from './preact.js'

/** What was loaded so far. */
export interface Loaded<T> {
  readonly value: T | undefined
  /** Why the last try failed; what was there before stays. */
  readonly problem: unknown
}

/** Loads when the page shows it and whenever one of the inputs changes; an answer that comes too late is dropped. */
export const useLoad = <T>(load: () => Promise<T>, inputs: readonly unknown[]): Loaded<T> => {
  const [state, setState] = useState<Loaded<T>>({ value: undefined, problem: undefined })
  useEffect(() => {
    let isCurrent = true
    load().then(
      (value) => isCurrent && setState({ value, problem: undefined }),
      (problem: unknown) => isCurrent && setState(({ value }) => ({ value, problem })),
    )
    return () => {
      isCurrent = false
    }
  }, inputs)
  return state
}
