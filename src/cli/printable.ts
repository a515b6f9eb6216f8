import type { Violation } from '../errors.js'

/** Longest line that is written, in bytes of UTF-8. */
const maxLineBytes = 8 * 1024

// C0, DEL, C1, line and paragraph separators, and what reverses the direction of text on a terminal.
const unprintable =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

const secretNames = 'token|access_token|password|secret|code|key|api_?key|jwt|authorization'
const secretInQuery = new RegExp(`([?&](?:${secretNames})=)[^&#\\s"']+`, 'gi')
const credentials = /\b(Bearer|Basic)(?:\s+|%20|\+)[\w.~+/=-]{8,}/gi
/** The keys and opaque tokens that we make. */
const ownKey = /\bos[krtc]_[\w-]{16,}/g
const webToken = /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g

/** The text with control characters written as `\u001b`: it stays one line and cannot steer a terminal. */
export const escapeControls = (text: string): string =>
  text.replace(unprintable, (character) => `\\u${hex(character)}`)

const hex = (character: string): string => character.charCodeAt(0).toString(16).padStart(4, '0')

/** The text without the secrets that a request can carry: query values, credentials, JSON web tokens. */
export const maskSecrets = (text: string): string =>
  text
    .replace(secretInQuery, '$1***')
    .replace(credentials, '$1 ***')
    .replace(webToken, '***')
    .replace(ownKey, '***')

/** Whether an object is a violation. */
export const isViolation = (value: object): value is Violation =>
  'pointer' in value && 'rule' in value && 'message' in value

/** The violation without the value that was sent, when its name says that the value is a secret. */
export const hideSecret = (violation: Violation): Violation => {
  const { got, message, pointer } = violation
  if (!got || !/password|token|secret|authorization|cookie/i.test(pointer)) return violation
  return { ...violation, got: '***', message: message.replaceAll(got, '***') }
}

/** Whether a text is short enough to be one line of the log. */
export const fitsLine = (text: string): boolean =>
  // Three bytes per UTF-16 unit at most: most lines need no counting.
  text.length * 3 <= maxLineBytes || new TextEncoder().encode(text).length <= maxLineBytes

/** The text, cut at a character when it does not fit a line, with `…` where something is missing. */
export const capBytes = (text: string): string => {
  if (fitsLine(text)) return text
  const start = new TextEncoder().encode(text).subarray(0, maxLineBytes - 3)
  return `${new TextDecoder().decode(start).replace(/\ufffd+$/, '')}…`
}
