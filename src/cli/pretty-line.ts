import type { LogEntry } from '../server/log-entry.js'
import type { Paint } from './paint.js'
import { placeText } from './place-text.js'
import { capBytes, escapeControls, hideSecret, maskSecrets } from './printable.js'

/** The line of one entry for people. Only the stack of an error adds lines, which are indented. */
export const prettyLine = (entry: LogEntry, paint: Paint): string => {
  const time = paint.dim(`${entry.time.slice(11, 19)}Z`)
  const level = entry.level === 'info' ? '' : paint.level(entry.level)
  const subject = entry.request ? requestText(entry, entry.request, paint) : plain(entry.message)
  const place = entry.place && placeText(entry.place)
  const parts = [time, level, subject, place && `(${plain(place)})`]
  return capBytes(parts.filter(Boolean).join(' ') + stackText(entry.error))
}

const plain = (text: string): string => escapeControls(maskSecrets(text))

type Request = NonNullable<LogEntry['request']>

const requestText = (entry: LogEntry, request: Request, paint: Paint): string => {
  const sandbox = request.sandbox === 'default' ? '' : `@${request.sandbox}`
  const details = [
    durationText(request.durationMs),
    request.operationId,
    request.answeredBy,
    faultText(request),
  ]
  // At level info the message of a request only repeats the request.
  const reason = entry.level === 'warn' || entry.level === 'error' ? plain(entry.message) : ''
  return [
    plain(request.method).padEnd(6),
    request.status === 0 ? '---' : paint.status(request.status),
    plain(`${sandbox && `/${sandbox}`}${request.path}`),
    paint.dim(plain(details.filter(Boolean).join(' '))),
    reason,
    plain(violationsText(request)),
    plain(deprecatedText(request)),
  ]
    .filter(Boolean)
    .join(' ')
}

/** An id is seldom a word that speaks for itself. */
const faultText = ({ fault }: Request): string => (fault === undefined ? '' : `(fault ${fault})`)

const durationText = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`

const violationsText = ({ violations = [] }: Request): string =>
  violations
    .map(hideSecret)
    .map(({ location, pointer, message }) => `- ${location} ${pointer}: ${message}`)
    .join(' ')

const deprecatedText = ({ deprecated = [] }: Request): string =>
  deprecated.map((name) => `- ${name} is deprecated`).join(' ')

const stackText = (error: unknown): string => {
  if (error === undefined) return ''
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const lines = text.split('\n').map((line) => `\n    ${plain(line.trim())}`)
  return lines.join('')
}
