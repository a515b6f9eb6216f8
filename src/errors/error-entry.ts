/** One row of the table: what a code means, whose status it carries, how it is mended. */
export interface ErrorEntry {
  /** HTTP status for a Problem; 0 for a SetupError, which ends in an exit code instead. */
  readonly status: number
  readonly title: string
  readonly fix: string
}
