import {
  ControlError,
  type SandboxDetails,
  type SandboxSummary,
} from '../../control-client/index.js'
import type { SandboxView } from './sandbox-context.js'
import { useLoad } from './use-load.js'

/** What is known of the sandboxes of the server. */
export interface Sandboxes {
  readonly sandboxes: readonly Pick<SandboxSummary, 'name' | 'records'>[]
  /** The chosen one; undefined until it is loaded. */
  readonly chosen: SandboxDetails | undefined
  /** True when not even the chosen sandbox may be looked at without the control token. */
  readonly isClosed: boolean
  /** True when the others may not. */
  readonly isPartial: boolean
  readonly problem: unknown
}

const isRefusal = (problem: unknown): boolean =>
  problem instanceof ControlError && [401, 403, 404].includes(problem.status)

/** True when what was asked wants the control token. */
const wantsToken = (problem: unknown): boolean =>
  problem instanceof ControlError && problem.code === 'control-token-missing'

/** The default one first; the chosen one is there, whether it was ever used or not. */
const inOrder = (list: Sandboxes['sandboxes'], name: string): Sandboxes['sandboxes'] => {
  const all = list.some((one) => one.name === name) ? list : [...list, { name, records: 0 }]
  const rank = (one: string): string => (one === 'default' ? '' : one)
  return [...all].sort((a, b) => (rank(a.name) < rank(b.name) ? -1 : 1))
}

/** Loads the list and the chosen one: whoever was given a name may see that one alone. */
export const useSandboxes = ({ client, name, changes }: SandboxView): Sandboxes => {
  const list = useLoad(() => client.sandboxes.list(), [client, changes])
  const one = useLoad(() => client.sandboxes.get(name), [client, changes])
  const chosen = one.value?.name === name ? one.value : undefined
  const others = isRefusal(list.problem) ? [] : (list.value ?? [])
  const own = chosen ? [chosen, ...others.filter((other) => other.name !== name)] : others
  return {
    sandboxes: inOrder(own, name),
    chosen,
    isClosed: wantsToken(one.problem),
    isPartial: wantsToken(list.problem),
    problem: one.problem ?? (isRefusal(list.problem) ? undefined : list.problem),
  }
}
