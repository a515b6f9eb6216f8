import { wellFormed } from './well-formed.js'

const escapes: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
  ...{ '\n': '&#10;', '\t': '&#9;' },
}

// What XML 1.0 §2.2 has no way to write at all.
// eslint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u0008\u000b\u000c\u000d-\u001f\ufffe\uffff]/g

/** A text in which what XML cannot write is written as `\u0000`. */
const writable = (text: string): string =>
  wellFormed(text).replace(
    unwritable,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** A text as it is written between tags of XML. */
export const escapeXml = (text: string): string =>
  writable(text).replace(/[&<>]/g, (char) => escapes[char] ?? '')

/** A text as it is written in a quoted attribute of XML. */
export const escapeXmlAttribute = (text: string): string =>
  writable(text).replace(/[&<>"'\n\t]/g, (char) => escapes[char] ?? '')
