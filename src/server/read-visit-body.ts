import type { Awaitable } from '../lib/and-then.js'
import type { Visit } from './visit.js'

const noBytes = new Uint8Array()

/**
 * The body of an exchange, read once however many ask: the surface that answers, the journal, and who
 * looks on.
 * @throws Problem (413, 415, 400) when it cannot be read.
 */
export const readVisitBody = (visit: Visit): Awaitable<Uint8Array> => {
  const { exchange, bytes } = visit
  if (!exchange.hasBody) return noBytes
  return bytes ?? (visit.reading ??= exchange.readBody().then((read) => (visit.bytes = read)))
}
