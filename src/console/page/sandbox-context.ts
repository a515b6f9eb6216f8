import type { ControlClient } from '../../control-client/index.js'
import { createContext, useContext } from './preact.js'

/** What every part of the page acts on. */
export interface SandboxView {
  readonly client: ControlClient
  readonly name: string
  /** Grows whenever the sandbox may hold something else: panels load again. */
  readonly changes: number
  /** Tells that this page has changed something. */
  readonly onChange: () => void
  /** Says in a few words what was done. */
  readonly notify: (text: string) => void
}

/** The sandbox that is chosen. */
export const SandboxContext = createContext<SandboxView | undefined>(undefined)

/** The sandbox that is chosen; only below the provider of `SandboxContext`. */
export const useSandbox = (): SandboxView => useContext(SandboxContext) as SandboxView
