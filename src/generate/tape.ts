/** Choices made while a shape is put together, so that all of them can be gone through in order. */
export interface Tape {
  readonly picks: number[]
  readonly sizes: number[]
  at: number
}

/** A tape whose choices are all the first. */
export const newTape = (): Tape => ({ picks: [], sizes: [], at: 0 })

/** The next choice, from 0 to size - 1. */
export const pick = (tape: Tape, size: number): number => {
  const at = tape.at++
  const chosen = tape.picks[at] ?? 0
  tape.picks[at] = chosen
  tape.sizes[at] = size
  return chosen
}

/** Turns to the next combination of choices, the last changing first; false after the last one. */
export const advance = (tape: Tape): boolean => {
  let at = tape.at - 1
  while (at >= 0 && tape.picks[at]! + 1 >= tape.sizes[at]!) at--
  tape.at = 0
  if (at < 0) return false
  tape.picks.length = at + 1
  tape.picks[at]!++
  return true
}
