/** A value as it stands in a cell. */
export const cellText = (value: unknown): string => {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // The server says what it should be.
    return text
  }
}

/**
 * What somebody has typed, as a value of the kind that was there: texts stay texts, everything else is read as
 * JSON. Undefined for nothing typed where there was nothing.
 */
export const typedValue = (text: string, before: unknown): unknown => {
  if (typeof before === 'string') return text
  if (text === '') return before === undefined ? undefined : null
  return parsed(text)
}
