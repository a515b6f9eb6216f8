import type { LogEntry } from '../server/log-entry.js'
import { fitsLine, escapeControls, hideSecret, isViolation, maskSecrets } from './printable.js'

/** How much of an entry is kept, when the whole of it does not fit a line. */
interface Limits {
  /** Longest text, in UTF-16 units. */
  readonly text: number
  /** Longest list. */
  readonly items: number
}

const passes: readonly Limits[] = [
  { text: Infinity, items: Infinity },
  { text: 400, items: 3 },
  { text: 100, items: 0 },
]

/** The line of one entry as a JSON object: the entry itself, without secrets, shortened to fit a line. */
export const jsonLine = (entry: LogEntry): string => {
  let line = ''
  for (const limits of passes) {
    line = escapeControls(JSON.stringify(clean(entry, limits)))
    if (fitsLine(line)) break
  }
  return line
}

const clean = (value: unknown, limits: Limits): unknown => {
  if (typeof value === 'string') return maskSecrets(cut(value, limits.text))
  if (Array.isArray(value)) return value.slice(0, limits.items).map((item) => clean(item, limits))
  if (value instanceof Error) return cleanError(value, limits)
  if (typeof value !== 'object' || value === null) return value
  const source = isViolation(value) ? hideSecret(value) : value
  return Object.fromEntries(
    Object.entries(source).map(([name, member]) => [name, clean(member, limits)]),
  )
}

const cleanError = (
  error: Error & { code?: unknown },
  limits: Limits,
): Record<string, unknown> => ({
  name: error.name,
  ...(typeof error.code === 'string' && { code: error.code }),
  message: clean(error.message, limits),
  stack: clean(error.stack, limits),
})

const cut = (text: string, limit: number): string =>
  text.length > limit ? `${text.slice(0, limit)}…` : text
