import { Problem } from '../errors.js'
import { headerParameters } from '../lib/header-parameters.js'
import { covers, essence, isJson, isMediaType } from '../lib/media-type.js'
import type { Content, RequestBody } from './contract.js'

/** Parameters that say how a body is written, not what it is. */
const aboutWriting = new Set(['charset', 'boundary', 'q'])

/**
 * How well the parameters of a message (RFC 9110 §8.3.1) are those documented: 0 when one contradicts,
 * such as another `version`.
 */
const parameterFitness = (documented: string, given: string): number => {
  if (!documented.includes(';')) return 1
  const wanted = headerParameters(documented) ?? new Map<string, string>()
  const said = headerParameters(given) ?? new Map<string, string>()
  let fit = 1
  for (const [name, value] of wanted) {
    if (aboutWriting.has(name)) continue
    const other = said.get(name)
    if (other !== undefined && other.toLowerCase() !== value.toLowerCase()) return 0
    if (other !== undefined) fit += 0.1
  }
  return fit
}

/** How well a documented media type names the one that was sent; 0: not at all. */
const fitness = (documented: string, given: string): number => {
  const type = essence(given)
  return typeFitness(documented, type) * parameterFitness(documented, given)
}

const typeFitness = (documented: string, type: string): number => {
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
 * (OpenAPI 3.0.3 §4.7.13). Undefined when none does.
 */
export const contentFor = (contents: readonly Content[], given: string): Content | undefined => {
  const [first] = contents
  // Nearly every body.
  if (given === 'application/json' && first?.mediaType === given) return first
  const type = essence(given)
  if (!isMediaType(type) || type.includes('*')) return undefined
  let best: { readonly content: Content; readonly fit: number } | undefined
  for (const content of contents) {
    const fit = fitness(content.mediaType, given)
    if (fit > (best?.fit ?? 0)) best = { content, fit }
  }
  return best?.content
}

/**
 * The content of a request body that documents its type.
 * @throws Problem `content-type-unsupported` (415).
 */
export const chooseContent = (body: RequestBody, given: string | undefined): Content => {
  const content = given === undefined ? undefined : contentFor(body.contents, given)
  if (content) return content
  throw unsupported(body, given)
}
