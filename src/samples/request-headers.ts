import type { Parameter } from '../contract/contract.js'
import { percentEncode } from '../lib/percent-encode.js'
import { contentText } from './content-text.js'
import { parameterValues } from './parameter-value.js'
import { isTaken, type PlaceholderCredentials } from './placeholder-credentials.js'
import type { SampleHeader } from './sample-request.js'
import { writePairs } from './write-pairs.js'
import { writeText } from './write-text.js'

/** Headers that OpenAPI leaves to other parts of the document, and those that the client decides. */
const notOurs =
  /^(?:accept|authorization|connection|content-encoding|content-length|content-type|expect|host|keep-alive|te|trailer|transfer-encoding|upgrade)$/i

const fieldName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** No line can be smuggled in, and every client sends the same bytes: of others some send UTF-8, some not. */
const sendable = /^[\x20-\x7e]*$/

/** JSON with no other characters than headers have. */
const asciiJson = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

const headerText = (parameter: Parameter, value: unknown): string => {
  const { content, json } = parameter
  if (json) return asciiJson(contentText(parameter, value))
  return content ? contentText(parameter, value) : writeText(parameter, value, (text) => text)
}

const headerOf = (parameter: Parameter): readonly SampleHeader[] => {
  const { name } = parameter
  if (notOurs.test(name) || !fieldName.test(name)) return []
  const text = parameterValues(parameter)
    .map((value) => headerText(parameter, value).trim())
    .find((one) => sendable.test(one))
  return text === undefined ? [] : [[name, text]]
}

/** What may not stand in the value of a cookie: it ends it, or is no ASCII (RFC 6265 §4.1.1). */
const cookieText = (text: string): string => text.replace(/[^\x20-\x3a\x3c-\x7e]+/g, percentEncode)

const cookiesOf = (parameter: Parameter): readonly string[] => {
  const [value] = parameterValues(parameter)
  if (parameter.content) return [`${parameter.name}=${cookieText(contentText(parameter, value))}`]
  return writePairs(parameter, value).map(
    ({ name, texts, separator }) => `${name}=${cookieText(texts.join(separator))}`,
  )
}

const cookieHeader = (
  parameters: readonly Parameter[],
  credentials: PlaceholderCredentials,
): readonly SampleHeader[] => {
  const cookies = [
    ...credentials.cookies.map(([name, value]) => `${name}=${value}`),
    ...parameters
      .filter(({ in: place, name }) => place === 'cookie' && !isTaken(credentials.cookies, name))
      .flatMap(cookiesOf),
  ]
  return cookies.length > 0 ? [['Cookie', cookies.join('; ')]] : []
}

/** The first header of each name: of others some clients send both, some the last. */
const once = (headers: readonly SampleHeader[]): readonly SampleHeader[] =>
  headers.filter(([name], index) => !isTaken(headers.slice(0, index), name))

/** The headers of a request in the order of sending: credentials, parameters, cookies. */
export const requestHeaders = (
  parameters: readonly Parameter[],
  credentials: PlaceholderCredentials,
): readonly SampleHeader[] =>
  once([
    ...credentials.headers,
    ...parameters.filter(({ in: place }) => place === 'header').flatMap(headerOf),
    ...cookieHeader(parameters, credentials),
  ])
