import type { LogEntry } from '../server/log-entry.js'

type Colour = (text: string) => string

/** The colours of the log; each leaves the text as it is when colours are off. */
export interface Paint {
  readonly dim: Colour
  readonly bold: Colour
  readonly level: (level: LogEntry['level']) => string
  readonly status: (status: number) => string
}

// ECMA-48 §8.3.117 (SGR): green, cyan, yellow and red for statuses from 2xx to 5xx.
const statusCodes: Readonly<Record<string, number>> = { 2: 32, 3: 36, 4: 33, 5: 31 }
const levelCodes: Readonly<Record<LogEntry['level'], number>> = {
  debug: 2,
  info: 0,
  warn: 33,
  error: 31,
}

/** The colours of a terminal, or none. */
export const createPaint = (isColoured: boolean): Paint => {
  const colour = (code: number, text: string): string =>
    isColoured ? `\u001b[${code}m${text}\u001b[0m` : text
  return {
    dim: (text) => colour(2, text),
    bold: (text) => colour(1, text),
    level: (level) => colour(levelCodes[level], level),
    status: (status) => colour(statusCodes[String(status).charAt(0)] ?? 0, String(status)),
  }
}
