import { isObject, own } from '../../lib/json-object.js'

/**
 * True when an item has the texts of what was said, as far as it shows them, and one of them is long
 * enough to be no coincidence.
 */
export const hasTexts = (item: unknown, said: unknown): boolean => {
  if (!isObject(item) || !isObject(said)) return false
  const texts = Object.entries(said).filter(
    ([name, value]) => typeof value === 'string' && own(item, name) !== undefined,
  )
  return (
    texts.some(([, value]) => String(value).length >= 6) &&
    texts.every(([name, value]) => own(item, name) === value)
  )
}
