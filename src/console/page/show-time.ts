/** A moment as people read it, in UTC: `2030-01-31 13:45:10`. */
export const showTime = (moment: string | number): string => {
  const time = new Date(moment)
  return Number.isNaN(time.getTime())
    ? String(moment)
    : time.toISOString().slice(0, 19).replace('T', ' ')
}

/** The time of day of a moment, in UTC. */
export const showHour = (moment: string): string => showTime(moment).slice(11)
