import { textOf } from '../../lib/text-bytes.js'
import { printableJson } from '../../samples/printable.js'
import { isReply, replyHeader, type WireAnswer, type WireReply } from '../wire.js'
import type { ReplyExcerpt } from './report.js'

const maxLines = 10
const maxColumns = 160

const cut = (text: string): string =>
  text.length > maxColumns ? `${text.slice(0, maxColumns)}…` : text

/** A line that cannot steer or reorder what shows it. */
const shown = (line: string): string => printableJson(cut(line.replaceAll('\t', '  ')))

/** What does not fit one line is laid out, when it is JSON. */
const laidOut = (text: string): string => {
  if (text.length <= maxColumns || !/^\s*[[{]/.test(text)) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** Longer bodies are not laid out: their beginning is all that is shown. */
const maxBytes = 64 * 1024

const isText = (bytes: Uint8Array): boolean => !bytes.subarray(0, 512).includes(0)

const linesOf = ({ bytes }: WireReply): readonly string[] => {
  if (bytes.length === 0) return []
  if (!isText(bytes)) return [`(${bytes.length} bytes)`]
  const text = textOf(bytes.subarray(0, maxBytes))
  const lines = (bytes.length > maxBytes ? text : laidOut(text)).split(/\r?\n/)
  const first = lines.slice(0, maxLines).map(shown)
  return lines.length > maxLines ? [...first, '…'] : first
}

/** The beginning of an answer, short enough to be read. */
export const replyExcerpt = (answer: WireAnswer): ReplyExcerpt =>
  isReply(answer)
    ? {
        status: answer.status,
        mediaType: replyHeader(answer, 'content-type'),
        lines: linesOf(answer),
      }
    : { status: 0, failure: answer.failure, lines: [] }
