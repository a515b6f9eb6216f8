import { Problem } from '../errors.js'
import { covers, essence, isJson, isMediaType } from '../lib/media-type.js'
import type { Content, RequestBody } from './contract.js'

/** How well a documented media type names the one that was sent; 0: not at all. */
const fitness = (documented: string, type: string): number => {
  const range = essence(documented)
  if (range === type) return 4
  // `application/vnd.x+json` may be sent where `application/json` is documented.
  if (range === 'application/json' && isJson(type)) return 3
  if (!covers(range, type)) return 0
  return range === '*/*' ? 1 : 2
}

const unsupported = (body: RequestBody, given: string | undefined): Problem => {
  const list = body.contents.map((content) => content.mediaType).join(', ')
  return new Problem('content-type-unsupported', {
    detail:
      given === undefined
        ? `The body has no Content-Type. Send ${list}.`
        : `The Content-Type ${given} is not one of: ${list}.`,
    headers: ['Accept', list],
  })
}

/**
 * The content that documents a body of this type; the most specific media type range applies
 * (OpenAPI 3.0.3 §4.7.13).
 * @throws Problem `content-type-unsupported` (415).
 */
export const chooseContent = (body: RequestBody, given: string | undefined): Content => {
  const type = given === undefined ? '' : essence(given)
  let best: { readonly content: Content; readonly fit: number } | undefined
  if (isMediaType(type) && !type.includes('*'))
    for (const content of body.contents) {
      const fit = fitness(content.mediaType, type)
      if (fit > (best?.fit ?? 0)) best = { content, fit }
    }
  if (best) return best.content
  throw unsupported(body, given)
}
