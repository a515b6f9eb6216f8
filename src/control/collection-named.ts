import { Problem } from '../errors.js'
import { nearest } from '../lib/nearest.js'
import type { RecordCollection } from '../sandbox/record-collection.js'

/**
 * The collection of this name.
 * @throws Problem `not-found` (404) with the nearest names.
 */
export const collectionNamed = (
  collections: readonly RecordCollection[],
  name: string,
): RecordCollection => {
  const found = collections.find((one) => one.name === name)
  if (found) return found
  const names = collections.map((one) => one.name)
  const close = nearest(name, names)
  throw new Problem('not-found', {
    detail: `There is no collection ${name}.`,
    fix:
      close.length > 0
        ? `Did you mean ${close.join(' or ')}?`
        : names.length > 0
          ? `Name one of: ${names.slice(0, 20).join(', ')}.`
          : 'The contracts that are served keep no records.',
  })
}
