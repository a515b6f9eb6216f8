/** What the path of an operation names. */
export interface Subject {
  /** Values by the name of the path parameter. */
  readonly path: ReadonlyMap<string, unknown>
  /** True when the plan has made it: it is there, and nobody else's. */
  readonly isOwn: boolean
  /** The representation that was answered when it was made or last read. */
  readonly shown?: unknown
  /** Names of other things by the member of the body, or query parameter, that speaks of them. */
  readonly references?: ReadonlyMap<string, unknown>
  /** Why the plan could not make it. */
  readonly why?: string | undefined
}
