import type { Contract, Operation } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { nearest } from '../lib/nearest.js'

const methodAndPath = /^([a-z]+) +(\/.*)$/i

/** Whether a word names an operation by method and path: `GET /pets/{id}`. */
export const isMethodAndPath = (word: string): boolean => methodAndPath.test(word)

/**
 * The operation that a word of the command line names: by its id, or by method and path.
 * @throws SetupError `option-invalid` with the nearest names when there is none.
 */
export const operationNamed = (contract: Contract, word: string): Operation => {
  const [, method = '', path = ''] = methodAndPath.exec(word) ?? []
  const found =
    contract.byId.get(word) ??
    contract.paths.find(({ template }) => template === path)?.methods.get(method.toUpperCase())
  if (found) return found
  const close = nearest(word, [...contract.byId.keys()])
  const hint = close.length === 0 ? '' : ` Did you mean ${close.join(' or ')}?`
  throw new SetupError(
    'option-invalid',
    `The contract has no operation ${word}.${hint}`,
    {},
    'openapi-sandbox explain-state CONTRACT --json lists them; "GET /pets" names one as well.',
  )
}
