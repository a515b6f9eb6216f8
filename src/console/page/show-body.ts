import type { JournalEntry } from '../../control-client/index.js'

const pretty = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    // No JSON, or cut off: as it is.
    return text
  }
}

/** A body as people read it: JSON indented; what is no text stays base64, and says so. */
export const showBody = ({
  body = '',
  isBinary,
  bodyBytes = 0,
}: JournalEntry['request']): string => {
  if (isBinary) return `${bodyBytes} bytes that are no text, as base64:\n${body}`
  const isCut = new TextEncoder().encode(body).length < bodyBytes
  return isCut ? `${body}\n… ${bodyBytes} bytes in all` : pretty(body)
}
