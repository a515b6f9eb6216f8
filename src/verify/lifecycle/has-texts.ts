import { isObject, objectOrEmpty, own } from '../../lib/json-object.js'

/**
 * True when an item has the texts of what was said, as far as it shows them, and one of them is long
 * enough to be no coincidence: another one than in what `others` are usually said to be.
 */
export const hasTexts = (item: unknown, said: unknown, others?: unknown): boolean => {
  if (!isObject(item) || !isObject(said)) return false
  const usual = objectOrEmpty(others)
  const texts = Object.entries(said).filter(
    ([name, value]) => typeof value === 'string' && own(item, name) !== undefined,
  )
  return (
    texts.some(([name, value]) => String(value).length >= 6 && value !== usual[name]) &&
    texts.every(([name, value]) => own(item, name) === value)
  )
}
