const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8')

/** The UTF-8 bytes of a text. */
export const bytesOf = (text: string): Uint8Array => encoder.encode(text)

/** The text of UTF-8 bytes; what is not UTF-8 becomes U+FFFD. A byte order mark is dropped. */
export const textOf = (bytes: Uint8Array): string => decoder.decode(bytes)
