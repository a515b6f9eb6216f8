import type { Contract, Operation } from '../../contract/contract.js'
import { SetupError } from '../../errors.js'
import { arrayOrEmpty, objectOrEmpty, own, stringOr } from '../../lib/json-object.js'
import { valueAt } from '../../lib/json-pointer.js'
import { nearest } from '../../lib/nearest.js'
import { isMethodAndPath, operationNamed } from '../operation-named.js'

const tagsOf = ({ document }: Contract, { pointer }: Operation): readonly string[] =>
  arrayOrEmpty(own(objectOrEmpty(valueAt(document, pointer)), 'tags')).flatMap(
    (tag) => stringOr(tag) ?? [],
  )

const chosenBy = (contract: Contract, word: string): readonly Operation[] => {
  if (contract.byId.has(word) || isMethodAndPath(word)) return [operationNamed(contract, word)]
  const tagged = contract.operations.filter((one) => tagsOf(contract, one).includes(word))
  if (tagged.length > 0) return tagged
  const tags = contract.operations.flatMap((one) => tagsOf(contract, one))
  const near = nearest(word, [...new Set([...contract.byId.keys(), ...tags])])
  const hint = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`
  throw new SetupError(
    'option-invalid',
    `--only: the contract has neither an operation nor a tag ${word}.${hint}`,
    {},
    'openapi-sandbox verify CONTRACT --plan lists its operations; "GET /pets" names one as well.',
  )
}

/**
 * The operations that words name, by id, by method and path, or by tag, in the order of the contract; all
 * where there is no word.
 * @throws SetupError `option-invalid` with the nearest names.
 */
export const chosenOperations = (
  contract: Contract,
  words: readonly string[] | undefined,
): readonly Operation[] => {
  if (words === undefined) return contract.operations
  const chosen = new Set(words.flatMap((word) => chosenBy(contract, word)))
  return contract.operations.filter((operation) => chosen.has(operation))
}
