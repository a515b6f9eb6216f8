/** Characters that a reader does not see, or that reorder, end or steer what is shown: controls, formats, separators. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** The text with each unprintable character (lone surrogates among them) replaced by what `escape` makes of it. */
export const printable = (text: string, escape: (character: string) => string): string =>
  text.replace(unprintable, escape)

/** True for texts that can be shown as they are, on one line. */
export const isPrintable = (text: string): boolean => text.search(unprintable) < 0

/** The UTF-16 code units of a character or text, in hexadecimal digits, four each. */
export const codeUnits = (text: string): string[] =>
  text.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'))

/** `\uXXXX` for each code unit of a character, as in JSON (RFC 8259 §7), JavaScript, Java and C#. */
export const unicodeEscape = (character: string): string =>
  codeUnits(character)
    .map((unit) => `\\u${unit}`)
    .join('')

/** JSON text with unprintable characters escaped: they stand in strings only, as line breaks between tokens stay. */
export const printableJson = (text: string): string =>
  text
    .split('\n')
    .map((line) => printable(line, unicodeEscape))
    .join('\n')

/** A literal in double quotes: `escapes` says the characters the language writes in its own way, `other` the rest. */
export const quoted = (
  text: string,
  escapes: Readonly<Record<string, string>>,
  other: (character: string) => string,
): string => {
  const escaped = text.replace(/["\\]/g, '\\$&')
  return `"${printable(escaped, (character) => escapes[character] ?? other(character))}"`
}

/** Line breaks and tabs, as most languages write them. */
export const commonEscapes = { '\n': '\\n', '\r': '\\r', '\t': '\\t' } as const
