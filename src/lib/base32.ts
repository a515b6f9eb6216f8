const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** Bytes as base32 (RFC 4648 §6) in lower case, without padding: safe in paths, host names and headers. */
export const base32 = (bytes: Uint8Array): string => {
  let text = ''
  let pending = 0
  let bits = 0
  for (const byte of bytes) {
    pending = ((pending << 8) | byte) & 0xfff
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(pending >> (bits - 5)) & 31]
  }
  return bits === 0 ? text : text + alphabet[(pending << (5 - bits)) & 31]
}
