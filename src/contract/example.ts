/** A documented example; the one without a name comes from `example`. */
export interface Example {
  readonly name: string | undefined
  readonly value: unknown
  /** The JSON pointer of the value. */
  readonly pointer: string
}
