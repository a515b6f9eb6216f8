/** A line and a column, both from 1. */
export interface LinePlace {
  readonly line: number
  readonly column: number
}

/** Finds line and column of an offset in a text. Lines end with LF, CR LF or CR. */
export const createLinePlaces = (text: string): ((offset: number) => LinePlace) => {
  const starts = [0]
  for (const { 0: end, index } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length)
  return (offset) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] as number) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] as number) + 1 }
  }
}
