import type { Operation } from '../contract/contract.js'
import type { JsonObject } from '../lib/json-object.js'
import { requestQuery } from './request-query.js'
import { pathValue, type SampleVariables } from './sample-variables.js'

/** The pairs of a query as they are written: Postman leaves what is percent-encoded as it is. */
const pairsOf = (query: string): readonly (readonly [key: string, value: string])[] =>
  query.split('&').flatMap((pair) => {
    const [key = '', ...rest] = pair.split('=')
    return pair === '' ? [] : [[key, rest.join('=')] as const]
  })

const none = { headers: [], query: [], cookies: [] }

const optionalPairs = ({ parameters }: Operation, sent: readonly string[]) =>
  pairsOf(
    requestQuery(
      parameters.filter((one) => one.in === 'query' && !one.whole),
      none,
    ).slice(1),
  ).filter(([key]) => !sent.includes(key))

const placeholder = /^\{([^{}]*)\}$/

/** A segment that is a parameter as a path variable; one that contains some has them as variables. */
const segmentOf = (segment: string, operation: Operation, variables: SampleVariables): string => {
  const [, name] = placeholder.exec(segment) ?? []
  if (name !== undefined) return `:${name}`
  const literal = segment.startsWith(':') ? `%3A${segment.slice(1)}` : segment
  return variables.withPathValues(literal, operation)
}

/** The URL of a request of a Postman collection: `url` is one of a sample, below `{{baseUrl}}`. */
export const postmanUrl = (
  url: string,
  operation: Operation,
  variables: SampleVariables,
): JsonObject => {
  const [path = '', query = ''] = url.slice('{{baseUrl}}'.length).split(/\?(.*)/s)
  const segments = path.split('/').slice(1)
  const shown = segments.map((segment) => segmentOf(segment, operation, variables))
  const sent = pairsOf(query).map(
    ([key, value]) => [key, variables.withCredentials(value)] as const,
  )
  const names = segments.flatMap((segment) => placeholder.exec(segment)?.[1] ?? [])
  const search = sent.map((pair) => pair.join('=')).join('&')
  return {
    raw: `{{baseUrl}}/${shown.join('/')}${search === '' ? '' : `?${search}`}`,
    host: ['{{baseUrl}}'],
    path: shown,
    query: [
      ...sent.map(([key, value]) => ({ key, value })),
      ...optionalPairs(
        operation,
        sent.map(([key]) => key),
      ).map(([key, value]) => ({ key, value, disabled: true })),
    ],
    ...(names.length > 0 && {
      variable: names.map((key) => ({ key, value: pathValue(operation, key) })),
    }),
  }
}
