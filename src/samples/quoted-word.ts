import { wellFormed } from '../lib/well-formed.js'
import { codeUnits, isPrintable, printable } from './printable.js'
import { byteString } from './sample-headers.js'

/** The bytes of a character in octal, which every shell ends after three digits. */
const octal = (character: string): string =>
  codeUnits(byteString(character))
    .map((unit) => `\\${parseInt(unit, 16).toString(8).padStart(3, '0')}`)
    .join('')

/**
 * A word of the shell that means the text and nothing else: in single quotes nothing is special but the quote itself.
 * Control characters would steer the terminal a sample is pasted into, so such texts are written `$'…'` (bash, ksh, zsh).
 */
export const quotedWord = (text: string): string => {
  const known = wellFormed(text)
  if (isPrintable(known.replaceAll('\n', ''))) return `'${known.replaceAll("'", "'\\''")}'`
  return `$'${printable(known.replace(/['\\]/g, '\\$&'), octal)}'`
}
