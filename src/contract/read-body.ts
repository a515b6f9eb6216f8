import { Problem, type Violation } from '../errors.js'
import { covers, essence, isJson, isMediaType } from '../lib/media-type.js'
import { parseJson, type JsonFault } from '../lib/parse-json.js'
import { textOf } from '../lib/text-bytes.js'
import type { Content, RequestBody } from './contract.js'
import { violation } from './violation.js'

const faults: { readonly [K in JsonFault['kind']]: (fault: JsonFault) => Problem } = {
  malformed: (fault) =>
    new Problem('body-malformed', {
      detail: `The body is not well-formed JSON: ${'reason' in fault ? fault.reason : ''}`,
    }),
  'too-deep': () => new Problem('body-too-deep', { detail: 'The body nests more than 64 levels.' }),
  'forbidden-key': (fault) =>
    new Problem('body-forbidden-key', {
      detail: `The body has the key ${'key' in fault ? fault.key : ''}.`,
    }),
}

/** `application/vnd.x+json` may be sent where `application/json` is documented. */
const suits = (content: Content, type: string): boolean =>
  covers(content.mediaType, type) ||
  (isJson(type) && essence(content.mediaType) === 'application/json')

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

const chooseContent = (body: RequestBody, given: string | undefined): Content => {
  const type = given === undefined ? '' : essence(given)
  const content = isMediaType(type)
    ? body.contents.find((candidate) => suits(candidate, type))
    : undefined
  if (content) return content
  throw unsupported(body, given)
}

/** Bytes as the media type says: JSON as a value, text as a string, anything else as it is. */
const parse = (bytes: Uint8Array, type: string): unknown => {
  if (!isJson(type)) return essence(type).startsWith('text/') ? textOf(bytes) : bytes
  const parsed = parseJson(textOf(bytes))
  if ('fault' in parsed) throw faults[parsed.fault.kind](parsed.fault)
  return parsed.value
}

/**
 * Reads and checks a request body; every violation is added to the list.
 * @throws Problem `content-type-unsupported` (415), `body-malformed`, `body-too-deep` or
 *   `body-forbidden-key` (400).
 */
export const readBody = (
  body: RequestBody | undefined,
  bytes: Uint8Array,
  contentType: string | undefined,
  violations: Violation[],
): unknown => {
  if (!body || body.contents.length === 0) return undefined
  if (bytes.length === 0) {
    if (body.required) violations.push(violation('body', '', 'required', 'a body'))
    return undefined
  }
  const content = chooseContent(body, contentType)
  const value = parse(bytes, contentType ?? content.mediaType)
  if (content.schema && !(value instanceof Uint8Array))
    violations.push(...content.schema.validate(value, { location: 'body', pointer: '' }))
  return value
}
