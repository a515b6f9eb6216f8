import { essence } from '../../lib/media-type.js'
import { parseExact } from '../../lib/parse-exact.js'

/** The items of a sequence, in their order. */
export type SequenceItems = readonly unknown[]

const lineTypes: ReadonlySet<string> = new Set([
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-jsonl',
  'application/json-lines',
])

const eventStream = 'text/event-stream'
const jsonSequence = 'application/json-seq'

/** True for media types whose body is one item after another (OpenAPI 3.2.0 §4.14). */
export const isSequence = (mediaType: string): boolean => {
  const type = essence(mediaType)
  return lineTypes.has(type) || type === eventStream || type === jsonSequence
}

/** The fields of one event (WHATWG HTML §9.2.6); undefined for a comment. */
const eventOf = (block: string): object | undefined => {
  const fields: Record<string, string> = {}
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([^:]+)(?::\x20?(.*))?$/s.exec(line) ?? []
    if (name === 'data' && fields['data'] !== undefined) fields['data'] += `\n${value}`
    else if (['data', 'event', 'id', 'retry'].includes(name)) fields[name] = value
  }
  const { retry, ...texts } = fields
  if (Object.keys(fields).length === 0) return undefined
  return retry === undefined || !/^\d+$/.test(retry) ? texts : { ...texts, retry: Number(retry) }
}

const pieces = (text: string, separator: RegExp | string): readonly string[] =>
  text.split(separator).filter((piece) => piece.trim() !== '')

/**
 * The items of a sequence, as its media type separates them.
 * @throws SyntaxError when an item that has to be JSON is none.
 */
export const sequenceItems = (text: string, mediaType: string): SequenceItems => {
  const type = essence(mediaType)
  if (type === eventStream)
    return pieces(text.replace(/\r\n?/g, '\n'), /\n{2,}/).flatMap((block) => eventOf(block) ?? [])
  return pieces(text, type === jsonSequence ? '\x1e' : /\r?\n/).map(parseExact)
}
