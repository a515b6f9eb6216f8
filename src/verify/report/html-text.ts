import { escapeHtml } from '../../lib/escape-html.js'
import { wellFormed } from '../../lib/well-formed.js'

// What HTML has no way to write (HTML §13.1.4), and what reverses the direction of text.
const unprintable =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A text as it is written between tags, and in quoted attributes. */
export const htmlText = (value: string | number): string =>
  escapeHtml(
    wellFormed(String(value)).replace(
      unprintable,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  )

/** A cell of a table. */
export const htmlCell = (value: string | number, kind = ''): string =>
  `<td${kind && ` class="${kind}"`}>${htmlText(value)}</td>`

/** A table in a part of its own, which is scrolled where the page is too narrow for it. */
export const htmlTable = (
  label: string,
  heads: readonly string[],
  rows: readonly string[],
): string =>
  `<div class="wide" role="region" tabindex="0" aria-label="${htmlText(label)}"><table>` +
  `<thead><tr>${heads.map((head) => `<th scope="col">${htmlText(head)}</th>`).join('')}</tr></thead>` +
  `<tbody>${rows.join('\n')}</tbody></table></div>`
