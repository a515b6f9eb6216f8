import type { Parameter } from '../../contract/contract.js'
import { keywordOf, placeOf } from '../../generate/schema-place.js'
import { plainName, wordsOf } from '../../lib/plain-name.js'

/** Last words of names whose values somebody else has made. */
const foreignWords: ReadonlySet<string> = new Set([
  ...['id', 'ids', 'uuid', 'uuids', 'guid', 'guids', 'ref', 'refs', 'href'],
  ...['token', 'secret', 'signature', 'otp', 'captcha', 'cursor', 'marker', 'nonce', 'etag'],
])

/** True for the name of what refers to something that has to be there: `ownerId`, `resetToken`. */
export const isForeignName = (name: string): boolean =>
  plainName(name) !== 'id' && foreignWords.has(wordsOf(name).at(-1) ?? '')

/** Parameters whose text is in a language that the schema does not tell. */
const opaqueNames =
  /^(x?sort|sorts|sortby|order|orders|orderby|ordering|fields?|includes?|expand|embed|select|filters?|where|query|cursor|after|before|since|until|startingafter|endingbefore|marker|continuation|continue|start|range|ifmatch|ifnonematch|ifmodifiedsince|ifunmodifiedsince|ifrange|locale|lang|language|acceptlanguage|timezone|tz|currency)$/

/** True for a parameter whose values cannot be made up: of another thing, or in an unknown language. */
export const isOpaque = ({ name, schema, hasExample }: Parameter): boolean => {
  const place = placeOf(schema)
  if (hasExample || !place) return false
  const isTold = ['enum', 'const', 'pattern', 'format'].some(
    (keyword) => keywordOf(place, keyword) !== undefined,
  )
  if (isForeignName(name)) return true
  const types = schema.shape.types.filter((type) => type !== 'null')
  const isText = types.length === 0 || types.includes('string') || types.includes('array')
  return !isTold && isText && opaqueNames.test(plainName(name))
}
