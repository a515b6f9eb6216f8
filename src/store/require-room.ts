import { Problem } from '../errors.js'

/** Refuses, with `sandbox-full`, a world of more records than it may hold. */
export function requireRoom(records: number, maxRecords: number): void {
  if (records <= maxRecords) return
  const detail = `The sandbox would hold ${records} records; ${maxRecords} is the limit. Nothing of the change was kept.`
  throw new Problem('sandbox-full', { detail })
}
