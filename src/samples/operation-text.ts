import type { Contract, Operation } from '../contract/contract.js'
import { arrayOrEmpty, isObject, objectOrEmpty, own, stringOr } from '../lib/json-object.js'
import { valueAt } from '../lib/json-pointer.js'

/** What a document says of an operation to its readers. */
export interface OperationText {
  readonly name: string
  readonly description: string | undefined
  /** The first of its tags. */
  readonly tag: string | undefined
}

/** What the document says of an operation. */
export const operationText = (
  { document }: Pick<Contract, 'document'>,
  { pointer, summary, id }: Operation,
): OperationText => {
  const written = objectOrEmpty(valueAt(document, pointer))
  return {
    name: summary?.trim() || id,
    description: stringOr(own(written, 'description')),
    tag: arrayOrEmpty(own(written, 'tags')).map(stringOr).find(Boolean),
  }
}

/** The tags of a document, as it orders them, with what it says of them. */
export const documentedTags = ({
  document,
}: Pick<Contract, 'document'>): ReadonlyMap<string, string | undefined> =>
  new Map(
    arrayOrEmpty(own(document, 'tags'))
      .filter(isObject)
      .flatMap((tag) => {
        const name = stringOr(tag['name'])
        return name ? [[name, stringOr(tag['description'])] as const] : []
      }),
  )
