import type { Parameter } from '../contract/contract.js'
import { percentEncode, percentEncodeReserved } from '../lib/percent-encode.js'
import { contentText } from './content-text.js'
import { parameterValues } from './parameter-value.js'
import { isTaken, type PlaceholderCredentials } from './placeholder-credentials.js'
import { writePairs } from './write-pairs.js'

const queryPart = (parameter: Parameter): readonly string[] => {
  const [value] = parameterValues(parameter)
  const encode = parameter.allowReserved ? percentEncodeReserved : percentEncode
  const { name, content, whole, json } = parameter
  const isForm = content !== undefined && !json && typeof value === 'object'
  if (whole) {
    const text = contentText(parameter, value)
    return [isForm ? text : encode(text)]
  }
  if (content) return [`${percentEncode(name)}=${encode(contentText(parameter, value))}`]
  return writePairs(parameter, value).map(({ name: key, texts, separator }) => {
    // A comma stands between items; others would not pass in a URL.
    const between = separator === ',' ? separator : percentEncode(separator)
    const item = separator === '' ? encode : percentEncode
    return `${percentEncode(key)}=${texts.map(item).join(between)}`
  })
}

/** The query of a request, with its question mark: parameters, then credentials; empty for none. */
export const requestQuery = (
  parameters: readonly Parameter[],
  credentials: PlaceholderCredentials,
): string => {
  const parts = [
    ...parameters
      .filter(({ in: place, name }) => place === 'query' && !isTaken(credentials.query, name))
      .flatMap(queryPart),
    ...credentials.query.map((pair) => pair.map(percentEncode).join('=')),
  ]
  return parts.length > 0 ? `?${parts.join('&')}` : ''
}
