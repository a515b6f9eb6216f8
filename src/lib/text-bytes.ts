const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8')

/** The UTF-8 bytes of a text. */
export const bytesOf = (text: string): Uint8Array => encoder.encode(text)

/** The text of UTF-8 bytes; what is not UTF-8 becomes U+FFFD. A byte order mark is dropped. */
export const textOf = (bytes: Uint8Array): string => decoder.decode(bytes)

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of UTF-8 bytes, byte order mark included; undefined for what is no UTF-8. */
export const strictTextOf = (bytes: Uint8Array): string | undefined => {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

/** As many arguments as a call surely takes. */
const atOnce = 8192

/** One character for each byte: whatever the bytes are, {@link bytesOfLatin1} gives them back. */
export const latin1Of = (bytes: Uint8Array): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += atOnce)
    text += String.fromCharCode(...bytes.subarray(at, at + atOnce))
  return text
}

/** The bytes that {@link latin1Of} has made characters of. */
export const bytesOfLatin1 = (text: string): Uint8Array => {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}

/** Bytes in base64 (RFC 4648 §4). */
export const base64Of = (bytes: Uint8Array): string => btoa(latin1Of(bytes))
