import { valueAtPath } from '../../lib/value-path.js'
import type { Inference } from '../../resources/resource-model.js'

/** The items in the answer of a list; undefined where there is no array. */
export const itemsIn = (
  { envelope, response, itemAt = [] }: Inference,
  body: unknown,
): readonly unknown[] | undefined => {
  const items = valueAtPath(body, envelope?.items ?? response?.at ?? [])
  return Array.isArray(items) ? items.map((item) => valueAtPath(item, itemAt)) : undefined
}
