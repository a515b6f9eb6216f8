/**
 * The candidates that `word` may have been meant to be, nearest first: those within a third of its
 * length (at least 2) in edits, at most 3, and those that it begins.
 */
export const nearest = (word: string, candidates: readonly string[]): string[] => {
  const wanted = word.toLowerCase()
  const limit = Math.max(2, Math.floor(wanted.length / 3))
  return candidates
    .filter(
      (candidate) => isNear(candidate.length, wanted.length, limit) || begins(wanted, candidate),
    )
    .map((candidate) => ({ candidate, distance: distanceTo(candidate.toLowerCase(), wanted) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}

/** At least the difference of two lengths must be edited: strangers' long words cost nothing. */
const isNear = (a: number, b: number, limit: number): boolean => Math.abs(a - b) <= limit

const begins = (wanted: string, candidate: string): boolean =>
  wanted.length > 1 && candidate.toLowerCase().startsWith(wanted)

const distanceTo = (candidate: string, wanted: string): number => {
  const edits = editDistance(candidate, wanted)
  // A beginning of a name is a better guess than a name of the same length with other letters.
  return begins(wanted, candidate) ? Math.min(edits, 1) : edits
}

/** Insertions, deletions, replacements and swaps of neighbours that make one of the other. */
export const editDistance = (a: string, b: string): number => {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1]
      let edits = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      )
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (row > 1 && column > 1 && swapped) edits = Math.min(edits, at(beforeLast, column - 2) + 1)
      current.push(edits)
    }
    beforeLast = last
    last = current
  }
  return at(last, b.length)
}

const at = (row: readonly number[], index: number): number => row[index] ?? 0
