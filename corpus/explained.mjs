// What no server can answer as its document says, one by one: explained.json says why.
import { readFileSync } from 'node:fs'

const file = new URL('explained.json', import.meta.url)

/** Whether a failure of an operation of a document is known and explained. */
export const createExplained = () => {
  const known = new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8'))))
  return (document, operation) => Object.hasOwn(known.get(document) ?? {}, operation)
}
