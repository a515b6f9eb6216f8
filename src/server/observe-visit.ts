import { Problem } from '../errors.js'
import type { Reply } from '../exchange.js'
import { isForced } from '../mock/preference.js'
import { readVisitBody } from './read-visit-body.js'
import type { OnExchange, SeenExchange } from './seen-exchange.js'
import { isSet, type Visit } from './visit.js'

const bodyOf = async (visit: Visit): Promise<Uint8Array | undefined> => {
  try {
    return await readVisitBody(visit)
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

const hitOf = ({ operation, target, path, rawPath }: Visit): SeenExchange['hit'] =>
  operation &&
  target && { surface: target.kind, contract: target.contract, operation, path, rawPath }

/** Tells who looks on of an exchange that is answered. */
export const observeVisit = async (
  tell: OnExchange,
  visit: Visit,
  reply: Reply,
  durationMs: number,
): Promise<void> => {
  const { exchange, selection, refusal } = visit
  const { method, query, headers } = exchange
  const hit = hitOf(visit)
  tell({
    ...{ method, path: selection.path, query, headers },
    body: await bodyOf(visit),
    ...(hit && { hit }),
    ...(refusal && { refusal }),
    isForced: isForced(visit.preference),
    isSet: isSet(visit),
    ...{ reply, durationMs },
  })
}
