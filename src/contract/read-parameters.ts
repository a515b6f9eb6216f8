import { Problem, type Violation } from '../errors.js'
import { cookiePairs } from '../lib/cookie-pairs.js'
import { own } from '../lib/json-object.js'
import { escapeToken } from '../lib/json-pointer.js'
import { readPairs } from '../lib/query-string.js'
import type { RequestHeaders } from '../exchange.js'
import type { Operation, Parameter } from './contract.js'
import type { Pairs } from './read-deep-object.js'
import { readContentParameter } from './read-content-parameter.js'
import { readPairsOf } from './read-pairs-of.js'
import { readPath } from './read-path.js'
import { readText, type ReadResult } from './read-text.js'
import { violation } from './violation.js'

/** Parameters by location and name, read as their schemas say. */
export interface ParameterValues {
  readonly path: Readonly<Record<string, unknown>>
  readonly query: Readonly<Record<string, unknown>>
  readonly header: Readonly<Record<string, unknown>>
  readonly cookie: Readonly<Record<string, unknown>>
  /** Those that were sent and are deprecated, as `query limit`. */
  readonly deprecated?: readonly string[]
}

/** The parts of a request that parameters are read from. */
export interface ParameterSource {
  readonly path: Readonly<Record<string, string>>
  readonly rawPath?: Readonly<Record<string, string>> | undefined
  readonly query: string
  readonly headers: RequestHeaders
}

/** A request may carry this many query parameters. */
const maxParameters = 1000

/**
 * The names and values of a query.
 * @throws Problem `parameters-too-many` or `request-target-malformed`.
 */
export const queryPairs = (query: string): Pairs => {
  let pairs: Pairs | undefined
  try {
    pairs = readPairs(query, maxParameters)
  } catch {
    throw new Problem('request-target-malformed', {
      detail: 'The query is not percent-encoded UTF-8.',
    })
  }
  if (pairs) return pairs
  throw new Problem('parameters-too-many', {
    detail: `The query has more than ${maxParameters} parameters.`,
  })
}

/** The text of a parameter that is written in one piece; a list when it was sent more than once. */
const textOf = (
  { name, in: place, whole }: Parameter,
  source: ParameterSource,
  query: Pairs,
  cookies: Pairs,
): string | readonly string[] | undefined => {
  if (whole) return source.query
  if (place === 'path') return own(source.path, name) as string | undefined
  if (place === 'header') return own(source.headers, name.toLowerCase()) as string | undefined
  const texts = (place === 'query' ? query : cookies)
    .filter(([given]) => given === name)
    .map(([, text]) => text)
  return texts.length > 1 ? texts : texts[0]
}

const readOne = (
  parameter: Parameter,
  source: ParameterSource,
  query: Pairs,
  cookies: Pairs,
  taken: ReadonlySet<string> | undefined,
  violations: Violation[],
): ReadResult => {
  if (parameter.content) {
    const text = textOf(parameter, source, query, cookies)
    if (Array.isArray(text)) return { repeated: true }
    return readContentParameter(parameter, parameter.content, text as string, violations)
  }
  if (parameter.in === 'query') return readPairsOf(parameter, query, taken)
  if (parameter.in === 'cookie') return readPairsOf(parameter, cookies)
  if (parameter.in === 'path')
    return readPath(
      parameter,
      own(source.path, parameter.name) as string | undefined,
      own(source.rawPath ?? {}, parameter.name) as string | undefined,
    )
  // A contract may call a parameter `constructor`: what every object inherits was not sent.
  const text = own(source.headers, parameter.name.toLowerCase())
  return typeof text === 'string' ? readText(parameter, text) : {}
}

/** True for an object whose properties are parameters of their own. */
const isSpread = (style: string, explode: boolean, shape: Parameter['shape']): boolean =>
  shape.types.includes('object') && style === 'form' && explode

/** Query parameters by name; only an object that may have any property needs to know them. */
const namesInQuery = ({ parameters }: Operation): ReadonlySet<string> | undefined =>
  parameters.some((parameter) => parameter.in === 'query' && parameter.shape.open)
    ? new Set(
        parameters.flatMap(({ in: place, name, shape, style, explode }) =>
          place !== 'query' ? [] : isSpread(style, explode, shape) ? shape.names : [name],
        ),
      )
    : undefined

const violationsOf = (parameter: Parameter, read: ReadResult): readonly Violation[] => {
  const pointer = `/${escapeToken(parameter.name)}`
  if (read.repeated) return [violation(parameter.in, pointer, 'repeated', 'one value')]
  if (read.malformed !== undefined)
    return [violation(parameter.in, pointer, 'style', read.malformed)]
  if (read.value === undefined)
    return parameter.required ? [violation(parameter.in, pointer, 'required', 'a value')] : []
  if (read.value === '' && parameter.allowEmptyValue) return []
  return parameter.schema.validate(read.value, { location: parameter.in, pointer })
}

/** OpenAPI leaves these to other parts of the document (OpenAPI 3.0.3 §4.7.12.1). */
const ignoredHeaders = new Set(['accept', 'content-type', 'authorization'])

const nothing: ParameterValues = Object.freeze({
  path: Object.freeze({}),
  query: Object.freeze({}),
  header: Object.freeze({}),
  cookie: Object.freeze({}),
})

/** Reads and checks the parameters of an operation; every violation is added to the list. */
export const readParameters = (
  operation: Operation,
  source: ParameterSource,
  violations: Violation[],
): ParameterValues => {
  if (operation.parameters.length === 0 && source.query === '') return nothing
  const values: Record<Parameter['in'], Record<string, unknown>> = {
    path: {},
    query: {},
    header: {},
    cookie: {},
  }
  const query = queryPairs(source.query)
  const cookies = operation.parameters.some((parameter) => parameter.in === 'cookie')
    ? cookiePairs(source.headers['cookie'])
    : []
  const taken = namesInQuery(operation)
  const deprecated: string[] = []
  for (const parameter of operation.parameters) {
    if (parameter.in === 'header' && ignoredHeaders.has(parameter.name.toLowerCase())) continue
    const read = readOne(parameter, source, query, cookies, taken, violations)
    violations.push(...violationsOf(parameter, read))
    if (parameter.deprecated && read.value !== undefined)
      deprecated.push(`${parameter.in} ${parameter.name}`)
    if (read.value !== undefined)
      Object.defineProperty(values[parameter.in], parameter.name, {
        value: read.value,
        enumerable: true,
      })
  }
  return deprecated.length > 0 ? { ...values, deprecated } : values
}
