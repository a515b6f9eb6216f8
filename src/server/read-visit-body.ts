import type { Visit } from './visit.js'

const noBytes = new Uint8Array()

/**
 * The body of an exchange, read once however many ask: the surface that answers, the journal, and who
 * looks on.
 * @throws Problem (413, 415, 400) when it cannot be read.
 */
export const readVisitBody = async (visit: Visit): Promise<Uint8Array> => {
  const { exchange } = visit
  if (!exchange.hasBody) return noBytes
  return (visit.bytes = await (visit.reading ??= exchange.readBody()))
}
