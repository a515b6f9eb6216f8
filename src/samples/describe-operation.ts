import type { Contract, Operation } from '../contract/contract.js'
import { arrayOrEmpty, objectOrEmpty, own, stringOr } from '../lib/json-object.js'
import { valueAt } from '../lib/json-pointer.js'

/** What a document says of an operation to its readers. */
export interface OperationDescription {
  readonly name: string
  readonly description: string | undefined
  /** The first of its tags. */
  readonly tag: string | undefined
}

/** What the document says of an operation. */
export const describeOperation = (
  { document }: Pick<Contract, 'document'>,
  { pointer, summary, id }: Operation,
): OperationDescription => {
  const written = objectOrEmpty(valueAt(document, pointer))
  return {
    name: summary?.trim() || id,
    description: stringOr(own(written, 'description')),
    tag: arrayOrEmpty(own(written, 'tags')).map(stringOr).find(Boolean),
  }
}
