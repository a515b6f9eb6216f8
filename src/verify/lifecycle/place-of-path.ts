import type { Contract } from '../../contract/contract.js'
import type { Sent } from '../stage.js'
import { isReply, replyHeader } from '../wire.js'
import type { PathPlace } from './path-place.js'

/** The path that a Location names, resolved against that of the request (RFC 9110 §10.2.2). */
export const locationPath = ({ request, answer }: Sent): string | undefined => {
  const text = isReply(answer) ? replyHeader(answer, 'location') : undefined
  if (text === undefined || text === '') return undefined
  const base = `http://localhost${request.target}`
  return URL.canParse(text, base) ? new URL(text, base).pathname : undefined
}

/** A path with ever fewer segments at its beginning: the base URL of the server may have some. */
const endsOf = (path: string): readonly string[] => {
  const segments = path.split('/').slice(1)
  return segments.map((_, index) => `/${segments.slice(index).join('/')}`)
}

/** Where in the contract a path of the server lies; of `template` where one is wanted. */
export const placeOfPath = (
  contract: Contract,
  path: string,
  template?: string,
): PathPlace | undefined => {
  for (const end of endsOf(path)) {
    try {
      const match = contract.routes.match(
        end,
        (entry) => template === undefined || entry.template === template,
      )
      if (match) return { template: match.entry.template, values: match.values }
    } catch {
      // It is not percent-encoded UTF-8: it leads nowhere.
      return undefined
    }
  }
  return undefined
}
