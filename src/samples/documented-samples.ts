import type { Contract, Operation } from '../contract/contract.js'
import { arrayOrEmpty, isObject, objectOrEmpty, own, stringOr } from '../lib/json-object.js'
import { valueAt } from '../lib/json-pointer.js'

/** A sample that a document has itself. */
export interface DocumentedSample {
  readonly label: string
  readonly source: string
}

/** The names under which documents have samples; the first is the one that is used today. */
const names = ['x-codeSamples', 'x-code-samples']

/** The samples that the document has of an operation, in their order; what has no text is passed over. */
export const documentedSamples = (
  { document }: Pick<Contract, 'document'>,
  { pointer }: Operation,
): readonly DocumentedSample[] => {
  const written = objectOrEmpty(valueAt(document, pointer))
  const list = names.map((name) => own(written, name)).find(Array.isArray)
  return arrayOrEmpty(list)
    .filter(isObject)
    .flatMap((sample) => {
      const label = stringOr(sample['label']) ?? stringOr(sample['lang'])
      const source = stringOr(sample['source'])
      return label && source !== undefined ? [{ label, source }] : []
    })
}
