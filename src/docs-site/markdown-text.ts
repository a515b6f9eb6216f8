/** Characters that mean something to Markdown wherever they stand. */
const special = /[\\`*_[\]<>&|~]/g

/** What means something at the beginning of a line only: headings, lists, rules. */
const opening = /^(?:([#+=-])|(\d{1,9})([.)]))/

/** Characters that nobody sees, or that turn the direction of what follows. */
const unseen = /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').replace(unseen, '').trim()

/** At most so many characters of a text; what is left out shows as `…`. */
export const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most).replace(/\p{Surrogate}$/u, '')}…`

/** A name, title or summary is told in so many characters at most. */
const maxPlain = 500

/** A text that is no Markdown, as Markdown: one line that shows it character by character. */
export const plain = (text: string): string =>
  oneLine(shortened(text, maxPlain))
    .replace(special, '\\$&')
    .replace(opening, (_, sign?: string, digits?: string, end?: string) =>
      sign === undefined ? `${digits}\\${end}` : `\\${sign}`,
    )

const longestRun = (text: string): number =>
  Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length))

/** Paths and ids are told in so many characters at most. */
const maxCode = 2000

/** A text as code, in one line. */
export const code = (text: string): string => {
  const line = shortened(text, maxCode)
    .replace(/[\n\r\u2028\u2029]/g, ' ')
    .replace(unseen, '')
  if (line.trim() === '') return '(blank)'
  const ticks = '`'.repeat(longestRun(line) + 1)
  const pad = /^`|`$|^ .* $/.test(line) ? ' ' : ''
  return `${ticks}${pad}${line}${pad}${ticks}`
}

/** Lines of code, in a fence that is longer than any run of backticks in them. */
export const fence = (source: string, language: string): string => {
  const ticks = '`'.repeat(Math.max(3, longestRun(source) + 1))
  return `${ticks}${language}\n${source.replace(/\r\n?/g, '\n').replace(/\n$/, '')}\n${ticks}`
}

/** A character as it may stand in the address of a link, parentheses too. */
const encoded = (character: string): string =>
  encodeURIComponent(character).replace(/[()]/, (one) => (one === '(' ? '%28' : '%29'))

/** A link of ours; the text is no Markdown. */
export const link = (text: string, target: string): string => {
  const address = target.replace(/\p{Surrogate}/gu, '').replace(/[^\w./~:@?=&%#,;+!*'-]/gu, encoded)
  return `[${plain(text)}](${address})`
}

/** Every line of some Markdown below the item of a list. */
export const indented = (markdown: string, by = 2): string =>
  markdown.replace(/^(?=.)/gm, ' '.repeat(by))

/** A description is told in so many characters at most. */
const maxDescription = 20_000

/**
 * CommonMark that a contract brings along. It stands in a block quote of its own: whatever it opens, a fence or
 * HTML, ends there.
 */
export const quoted = (description: string | undefined, most = maxDescription): string => {
  if (description === undefined || description.trim() === '') return ''
  const cut =
    description.length <= most
      ? description
      : `${shortened(description, most)}\n\n(The whole text, ${description.length} characters, is in the contract.)`
  return cut
    .replace(/\r\n?/g, '\n')
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n')
}

/** Blocks of Markdown, one below the other; empty ones are left out. */
export const blocks = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join('\n\n')
