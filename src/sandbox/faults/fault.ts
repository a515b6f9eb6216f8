import type { components } from '../../generated/control.js'

/** An answer that was set. */
export type SetAnswer = components['schemas']['SetAnswer']

/** What a rule, a script or a request asks to happen to an answer, beside a delay. */
export type Outcome =
  | { readonly answer: SetAnswer }
  | { readonly connection: 'reset' | 'empty' }
  | { readonly truncateAfterBytes: number }
  | { readonly drip: { readonly chunkBytes: number; readonly everyMs: number } }

/** What happens to one answer. */
export interface Fault {
  /** The id of its rule, or what `Prefer` asked for. */
  readonly name: string
  readonly latencyMs: number
  readonly outcome?: Outcome | undefined
}
