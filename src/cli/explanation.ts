/** What the table of errors has no room for. */
export interface Explanation {
  readonly meaning: string
  /** What leads to the error, and the same as it should be. */
  readonly wrong?: string
  readonly right?: string
}
