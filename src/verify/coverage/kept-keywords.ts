import type { Operation } from '../../contract/contract.js'
import { isObject } from '../../lib/json-object.js'
import { escapeToken } from '../../lib/json-pointer.js'
import { isJson } from '../../lib/media-type.js'
import { textOf } from '../../lib/text-bytes.js'
import type { CoveredKeyword } from '../case.js'
import type { WireRequest } from '../wire.js'
import { keywordKey } from './coverage.js'
import { sentParameters } from './sent-parameters.js'

/** Keywords that have no edge: every value that is accepted keeps them as well as another. */
const edgeless = ['type', 'required', 'format', 'pattern', 'const', 'multipleOf', 'uniqueItems']

type Place = Pick<CoveredKeyword, 'location' | 'pointer'>

/** Longer lists and deeper values add nothing new. */
const maxItems = 20
const maxDepth = 6

const placesBelow = (value: unknown, pointer: string, depth = 0): readonly string[] => {
  if (depth > maxDepth) return []
  if (Array.isArray(value))
    return [
      pointer,
      ...value.slice(0, maxItems).flatMap((item) => placesBelow(item, `${pointer}/*`, depth + 1)),
    ]
  if (!isObject(value)) return [pointer]
  return [
    pointer,
    ...Object.entries(value).flatMap(([name, member]) =>
      placesBelow(member, `${pointer}/${escapeToken(name)}`, depth + 1),
    ),
  ]
}

const bodyPlaces = ({ headers, body }: WireRequest): readonly string[] => {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  if (!body || type === undefined || !isJson(type)) return []
  try {
    return placesBelow(JSON.parse(textOf(body)), '')
  } catch {
    return []
  }
}

/**
 * The keywords that a request keeps, of those that have no edge; for requests that were accepted.
 * `countable` are the keywords of the operation.
 */
export const keptKeywords = (
  operation: Operation,
  request: WireRequest,
  countable: ReadonlySet<string>,
): readonly CoveredKeyword[] => {
  const parameters = new Set(sentParameters(operation, request))
  const places: readonly Place[] = [
    ...operation.parameters
      .filter(({ in: location, name }) => parameters.has(`${location} ${name}`))
      .map(({ in: location, name }) => ({ location, pointer: `/${name}` })),
    ...[...new Set(bodyPlaces(request))].map((pointer) => ({ location: 'body', pointer }) as const),
  ]
  return places
    .flatMap((place) => edgeless.map((keyword) => ({ ...place, keyword, negative: false })))
    .filter((keyword) => countable.has(keywordKey(keyword)))
}
