import type { Token } from 'markdown-it'

/** The level of headings whose parts are folded: samples, of which one is looked at. */
const foldedTag = 'h4'

/**
 * Makes `<details>` of what stands below headings of the fourth level; the first one of those that follow each
 * other is open, and opening another closes it.
 */
export const foldHeadings = (tokens: readonly Token[], make: (html: string) => Token): Token[] => {
  let group = 0
  let count = 0
  let isOpen = false
  const before = (token: Token): Token[] => {
    if (token.level > 0 || !token.type.startsWith('heading_') || token.tag > foldedTag) return []
    if (token.type === 'heading_close') return token.tag === foldedTag ? [make('</summary>\n')] : []
    const end = isOpen ? [make('</details>\n')] : []
    isOpen = token.tag === foldedTag
    if (!isOpen) {
      count = 0
      return end
    }
    if (count++ === 0) group++
    const open = count === 1 ? ' open' : ''
    return [...end, make(`<details name="fold-${group}"${open}><summary>`)]
  }
  const isFolded = ({ type, tag, level }: Token): boolean =>
    level === 0 && type.startsWith('heading_') && tag === foldedTag
  const folded = tokens.flatMap((token) =>
    isFolded(token) ? before(token) : [...before(token), token],
  )
  return isOpen ? [...folded, make('</details>\n')] : folded
}
