import type { OptionValues } from '../options.js'
import type { Log, LogEntry } from '../server/log-entry.js'
import { jsonLine } from './json-line.js'
import { createPaint } from './paint.js'
import { prettyLine } from './pretty-line.js'
import type { Printer } from './print.js'

/** How the log is written. */
export interface LogSettings {
  readonly level: OptionValues['logLevel']
  readonly format: 'pretty' | 'json'
  readonly isColoured: boolean
}

const order = [
  'silent',
  'error',
  'warn',
  'info',
  'debug',
] as const satisfies readonly OptionValues['logLevel'][]

/** Whether entries of a level are written. */
export const isLogged = (level: LogEntry['level'], settings: LogSettings): boolean =>
  order.indexOf(level) <= order.indexOf(settings.level)

/** A log that prints each entry that is important enough as one line. */
export const createLog = (printer: Printer, settings: LogSettings): Log => {
  const paint = createPaint(settings.isColoured)
  return (entry) => {
    if (!isLogged(entry.level, settings)) return
    printer.line(settings.format === 'json' ? jsonLine(entry) : prettyLine(entry, paint))
  }
}
