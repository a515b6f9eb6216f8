import { arrayOrEmpty, isObject, own, stringOr } from '../lib/json-object.js'
import type { Contract } from './contract.js'

/** The tags of a document in its order, with their descriptions (OpenAPI 3.0.3 §4.7.22). */
export const documentedTags = ({
  document,
}: Pick<Contract, 'document'>): ReadonlyMap<string, string | undefined> =>
  new Map(
    arrayOrEmpty(own(document, 'tags'))
      .filter(isObject)
      .flatMap((tag) => {
        const name = stringOr(own(tag, 'name'))
        return name ? [[name, stringOr(own(tag, 'description'))] as const] : []
      }),
  )
