import { type HarContent, harEntry, harOf } from '../lib/har.js'
import { journalEntry, type JournalEntry, shownUrl } from './journal-entry.js'
import type { ExchangeMask } from './journal-mask.js'
import { isCutBody, type JournalRecord } from './journal-record.js'

const contentOf = (
  { body, bodyBytes, isBinary }: JournalEntry['request'],
  isCut: boolean,
): HarContent | undefined =>
  body === undefined
    ? undefined
    : {
        text: body,
        ...(isBinary && { encoding: 'base64' }),
        ...(isCut && { comment: `the beginning of ${bodyBytes} bytes` }),
      }

const entryOf = (record: JournalRecord, mask: ExchangeMask) => {
  const { number, time, durationMs, operationId, request, response } = journalEntry(record, mask)
  const { status, cut } = response
  return {
    ...harEntry({
      time,
      milliseconds: durationMs,
      request: {
        method: record.method,
        url: shownUrl(record, mask),
        headers: request.headers,
        body: contentOf(request, isCutBody(record.body)),
        bodyBytes: request.bodyBytes ?? 0,
      },
      response:
        status === undefined
          ? (cut ?? 'broken')
          : {
              ...{ status, headers: response.headers },
              body: contentOf(response, isCutBody(record.replyBody)),
              bodyBytes: response.bodyBytes ?? 0,
            },
    }),
    _number: number,
    ...(operationId !== undefined && { _operation: operationId }),
  }
}

/** Exchanges as an HTTP archive (HAR 1.2), without secrets. */
export const journalHar = (
  version: string,
  records: Iterable<JournalRecord>,
  maskOf: (record: JournalRecord) => ExchangeMask,
) =>
  harOf(
    { name: 'openapi-sandbox', version },
    [...records].map((record) => entryOf(record, maskOf(record))),
  )
