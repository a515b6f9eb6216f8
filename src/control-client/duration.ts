/** A span of time as the sum of its parts; negative parts go back. */
export interface Duration {
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
  readonly milliseconds?: number
}

/** The span in milliseconds. */
export const millisecondsOf = (span: Duration): number => {
  const { days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0 } = span
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds
}

/** A moment: a Date, milliseconds since 1970, or an RFC 3339 date-time. */
export type Moment = Date | number | string

/** The moment as an RFC 3339 date-time; a text goes as it is, for the server to judge. */
export const dateTimeOf = (moment: Moment): string =>
  typeof moment === 'string' ? moment : new Date(moment).toISOString()
