/** A fenced block of a page below a comment that says what to do with it. */
export interface MarkedBlock {
  /** The comment: `run`, `output`, `edit FILE`, … */
  readonly mark: string
  readonly text: string
}

/** The blocks of a page that stand right below a comment, in order. */
export const markedBlocks = (page: string): MarkedBlock[] =>
  [...page.matchAll(/^<!-- (.+?) -->\n\n```\w*\n([^]*?)^```$/gm)].map(
    ([, mark = '', text = '']) => ({
      mark,
      text,
    }),
  )

/** Applies a diff without line numbers; what it removes or keeps must stand in the text exactly once. */
export const applyDiff = (text: string, diff: string): string => {
  const lines = diff.replace(/\n$/, '').split('\n')
  const side = (sign: string): string =>
    lines
      .filter((line) => line === '' || line.startsWith(' ') || line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join('')
  const [before, after] = [side('-'), side('+')]
  const parts = text.split(before)
  if (parts.length !== 2)
    throw new Error(`Found ${parts.length - 1} times, expected once:\n${before}`)
  return parts.join(after)
}

/** True when the output has the lines in this order; `…` stands for anything, also for whole lines. */
export const resembles = (output: string, wanted: string): boolean => {
  const pieces = wanted.split('…').map((piece) => piece.replace(/^\n|\n$/g, ''))
  let at = 0
  for (const piece of pieces.filter((one) => one.trim() !== '')) {
    const found = output.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return true
}
