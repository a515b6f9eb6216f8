import type { Contract, Operation, PathEntry } from '../../contract/contract.js'
import type { WireRequest } from '../wire.js'

/** What a header can carry (RFC 9110 §5.5), with no blank at its ends, which no reader would see. */
const headerText = /^(?:[!-~\x80-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\xff])?)?$/

/** The name of a header (RFC 9110 §5.1). */
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** Segments that clients, proxies and servers take away. */
const step = /^(?:\.|%2e){1,2}$/i

const shapeOf = (template: string): string => template.replace(/\{[^{}]*\}/g, '{}')

/** Two templates that differ in the names of their parameters share their methods. */
const isSame = (entry: PathEntry, { path, method }: Operation): boolean =>
  entry.template === path ||
  (shapeOf(entry.template) === shapeOf(path) && !entry.methods.has(method))

const entryAt = (contract: Contract, path: string): PathEntry | undefined => {
  try {
    return contract.routes.match(path)?.entry
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}

/**
 * Why a written request would not reach its operation as it is meant; undefined when it does. Paths
 * such as `/users/me` belong to the operation that is documented there, not to `/users/{id}`.
 */
export const whyUnsendable = (
  contract: Contract,
  operation: Operation,
  { target, headers }: WireRequest,
): string | undefined => {
  for (const [name, value] of headers) {
    if (!headerName.test(name)) return `It cannot be written: no header can be called ${name}.`
    if (!headerText.test(value))
      return `It cannot be written: no header can carry the value of ${name}.`
  }
  const [path = ''] = target.split('?')
  if (path.split('/').some((segment) => step.test(segment)))
    return 'It cannot be written: a step such as ".." is no segment of a path.'
  const found = entryAt(contract, path)
  if (found && isSame(found, operation)) return undefined
  return found === undefined
    ? 'It cannot be written: the path that its values make leads to no operation.'
    : `It cannot be written: the path that its values make leads to ${found.template}.`
}
