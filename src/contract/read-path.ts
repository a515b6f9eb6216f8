import { kindOf, readText, type Field, type ReadResult } from './read-text.js'

/** A list whose items are no text: none of them could have a separator in it. */
const hasPlainItems = (field: Field): boolean => {
  const { types } = field.shape.item()
  return kindOf(field) === 'array' && types.length > 0 && !types.includes('string')
}

/**
 * Reads a path parameter; `raw` is the text as it was written, where it has percent-encoded separators:
 * they belong to an item (RFC 6570 §3.2.1), unless no item could have one, or nothing would be left of
 * the style: many clients encode all of them.
 */
export const readPath = (
  field: Field,
  text: string | undefined,
  raw: string | undefined,
): ReadResult => {
  if (text === undefined) return {}
  // An example may have taken the place of what was written.
  if (raw === undefined || decodeURIComponent(raw) !== text || hasPlainItems(field))
    return readText(field, text)
  const read = readText(field, raw, decodeURIComponent)
  return read.malformed === undefined ? read : readText(field, text)
}
