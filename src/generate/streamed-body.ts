import { isObject, type JsonObject } from '../lib/json-object.js'
import { essence } from '../lib/media-type.js'
import { stringifyExact } from '../lib/parse-exact.js'
import { bytesOf } from '../lib/text-bytes.js'

const eventStream = 'text/event-stream'
const separator = '\x1e'

/** What stands around an item in each sequence of JSON texts (RFC 7464, NDJSON). */
const sequences: ReadonlyMap<string, readonly [before: string, after: string]> = new Map([
  ['application/x-ndjson', ['', '\n']],
  ['application/ndjson', ['', '\n']],
  ['application/jsonl', ['', '\n']],
  ['application/x-jsonl', ['', '\n']],
  ['application/json-lines', ['', '\n']],
  ['application/json-seq', [separator, '\n']],
])

/** True for media types whose body is a sequence of items, sent one by one. */
export const isStreamed = (mediaType: string): boolean => {
  const type = essence(mediaType)
  return type === eventStream || sequences.has(type)
}

const fields = ['event', 'id', 'retry', 'data']

/** An item that has the fields of an event and no others. */
const isEvent = (item: unknown): item is JsonObject =>
  isObject(item) &&
  ('data' in item || 'event' in item) &&
  Object.keys(item).every((name) => fields.includes(name))

const textOfItem = (item: unknown): string =>
  typeof item === 'string' ? item : (stringifyExact(item) ?? '')

/** One event (WHATWG HTML §9.2.5): a line for each line of its data. */
const eventText = (item: unknown): string => {
  const event = isEvent(item) ? item : { data: item }
  const lines = fields
    .filter((name) => name in event)
    .flatMap((name) => {
      const parts = textOfItem(event[name as keyof typeof event]).split(/\r\n|\r|\n/)
      return (name === 'data' ? parts : [parts.join(' ')]).map((text) => `${name}: ${text}`)
    })
  return `${lines.join('\n')}\n\n`
}

/** Documented text that is a stream already: each block of it is an item. */
const blocksOf = (text: string, type: string): readonly string[] | undefined => {
  if (type !== eventStream) return text.split(/(?<=\n)/).map((line) => line.replace(/\n?$/, '\n'))
  if (!/^(data|event|id|retry)?:/m.test(text)) return undefined
  return text
    .split(/(?:\r\n|\r|\n){2,}/)
    .filter((block) => block !== '')
    .map((block) => `${block.trimEnd()}\n\n`)
}

const chunksOf = (value: unknown, type: string): readonly string[] => {
  if (value === undefined) return []
  const blocks = typeof value === 'string' ? blocksOf(value, type) : undefined
  if (blocks) return blocks
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (type === eventStream) return items.map(eventText)
  const [before, after] = sequences.get(type) ?? ['', '\n']
  return items.map((item) => `${before}${stringifyExact(item) ?? ''}${after}`)
}

/** A value as a stream of its items, one chunk each; it ends by itself and can be read again. */
export const streamedBody = (value: unknown, mediaType: string): AsyncIterable<Uint8Array> => {
  const chunks = chunksOf(value, essence(mediaType)).map(bytesOf)
  return {
    [Symbol.asyncIterator]: () => {
      let at = 0
      return {
        next: () => {
          const chunk = chunks[at++]
          return Promise.resolve(
            chunk ? { done: false, value: chunk } : { done: true, value: undefined },
          )
        },
      }
    },
  }
}
