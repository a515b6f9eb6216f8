import { useState } from './preact.js'
import { useSandbox } from './sandbox-context.js'

/** Something that a person does to the sandbox. */
export interface Action {
  readonly isBusy: boolean
  /** Why the last one failed. */
  readonly problem: unknown
  /** Carries it out; resolves to whether it succeeded. `done` is said then. */
  readonly run: (work: () => Promise<unknown>, done?: string) => Promise<boolean>
}

/** Carries out changes: one at a time, with what came of it said on the page. */
export const useAction = (): Action => {
  const { onChange, notify } = useSandbox()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(undefined)
  return {
    isBusy,
    problem,
    run: async (work, done) => {
      setBusy(true)
      setProblem(undefined)
      try {
        await work()
        onChange()
        if (done !== undefined) notify(done)
        return true
      } catch (error) {
        setProblem(error)
        return false
      } finally {
        setBusy(false)
      }
    },
  }
}
