/** What a request of an operation brings, by the names of its parameters, as plain values. */
export interface SampleValues {
  readonly path: Readonly<Record<string, unknown>>
  readonly query: Readonly<Record<string, unknown>>
  readonly header: Readonly<Record<string, unknown>>
  readonly cookie: Readonly<Record<string, unknown>>
  /** Undefined: it has none. */
  readonly body: unknown
}
