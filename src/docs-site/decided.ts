import { isObject, own } from '../lib/json-object.js'

/**
 * How a page marks what the published documentation leaves open and this project has decided: `x-decision` holds
 * the number of the page of docs/decisions/ that says why. Empty where nothing is decided.
 */
export const decided = (...described: readonly unknown[]): string => {
  const numbers = described
    .map((one) => (isObject(one) ? own(one, 'x-decision') : undefined))
    .filter((number): number is string => typeof number === 'string' && /^\d{3}$/.test(number))
  const [number] = numbers
  return number === undefined ? '' : `*decided here, not documented (decision ${number})*`
}
