import type { Contract, Operation } from '../contract/contract.js'
import { responseFor } from '../contract/check-reply.js'
import { Problem } from '../errors.js'
import type { SetAnswer } from '../sandbox/faults/fault.js'
import { nearest } from '../lib/nearest.js'

/**
 * Sees to it that the example of an answer that is set is documented.
 * @throws Problem `not-found` (404) that names those that are.
 */
export const requireExample = (
  { slug }: Contract,
  operation: Operation,
  { status, example }: SetAnswer,
): void => {
  if (example === undefined) return
  const contents = responseFor(operation, status)?.contents ?? []
  const names = contents.flatMap(({ examples }) => examples.flatMap(({ name }) => name ?? []))
  if (names.includes(example)) return
  const known = names.length > 0 ? `It has: ${[...new Set(names)].join(', ')}.` : 'It has none.'
  const [close] = nearest(example, names)
  throw new Problem('not-found', {
    detail: `${operation.id} of ${slug} documents no example ${example} of status ${status}.`,
    fix: close === undefined ? known : `Did you mean ${close}? ${known}`,
  })
}
