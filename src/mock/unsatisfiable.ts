import type { Content, Contract, DocumentedResponse, Operation } from '../contract/contract.js'
import { SetupError } from '../errors.js'
import { pointer } from '../lib/json-pointer.js'

/** What is wrong with a documented content that no body can be made for: none is better than a broken one. */
export const unsatisfiable = (
  { place }: Pick<Contract, 'place'>,
  { id, pointer: at }: Operation,
  { key }: DocumentedResponse,
  { mediaType }: Content,
  flaw: string,
): SetupError =>
  new SetupError(
    'contract-unsatisfiable',
    `No value was found for ${id} ${key} ${mediaType} that its schema allows: ${flaw}`,
    place(at + pointer('responses', key, 'content', mediaType, 'schema')),
  )
