// Says whether a reply is one that the document describes, by means the product does not use.
import { validate } from '@cfworker/json-schema'
import { resolved, translate } from './translate.mjs'

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
const essence = (type) => (type.split(';')[0] ?? '').trim().toLowerCase()
const isJson = (type) => /^[^/]+\/(?:json|.+\+json)$/.test(type)

/** Schemas by reference, translated when they are first needed. */
const createLookup = (context) =>
  new Proxy(
    {},
    {
      get: (known, ref) => {
        if (typeof ref !== 'string' || Object.hasOwn(known, ref)) return known[ref]
        const target = resolved(context.document, { $ref: ref })
        if (target === undefined) return undefined
        return (known[ref] = translate(target, context))
      },
    },
  )

/** `$anchor`s as references from the root. */
const anchorsOf = (value, pointer = '#', found = new Map()) => {
  if (typeof value !== 'object' || value === null) return found
  if (typeof value.$anchor === 'string') found.set(`#${value.$anchor}`, pointer)
  for (const [key, child] of Object.entries(value))
    anchorsOf(child, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, found)
  return found
}

/** The documented response for a status: itself, its range, or the default. */
const responseFor = (operation, status, document) => {
  const responses = isObject(operation.responses) ? operation.responses : {}
  const wanted = [String(status), `${String(status)[0]}XX`, 'DEFAULT']
  for (const want of wanted) {
    const key = Object.keys(responses).find((name) => name.toUpperCase() === want)
    if (key !== undefined) return { key, response: resolved(document, responses[key]) }
  }
  return undefined
}

/** Responses may be left out (OpenAPI 3.1 §4.8.10): then nothing is promised. */
const documentsAny = ({ responses }) =>
  isObject(responses) && Object.keys(responses).some((key) => !key.startsWith('x-'))

const matches = (documented, sent) => {
  const [type, sub] = essence(documented).split('/')
  return (
    type === '*' || (sent.startsWith(`${type}/`) && (sub === '*' || essence(documented) === sent))
  )
}

/** Media types of a response with their schemas: OpenAPI 3 `content`, Swagger 2 `produces`. */
const contentsOf = (response, operation, document) => {
  if (isObject(response?.content))
    return Object.entries(response.content).map(([type, holder]) => [
      type,
      resolved(document, holder)?.schema,
    ])
  if (response?.schema === undefined || document.swagger === undefined) return []
  const produces = operation.produces ?? document.produces ?? ['application/json']
  return produces.map((type) => [type, response.schema])
}

const place = ({ instanceLocation, keyword, error }) => `${instanceLocation} ${keyword}: ${error}`

/** The innermost things that are wrong: those that say more than that something below is. */
const whyNot = (errors) => {
  const outer = new Set(['$ref', 'properties', 'items', 'allOf', 'additionalProperties'])
  return errors
    .filter(({ keyword }) => !outer.has(keyword))
    .slice(0, 4)
    .map(place)
    .join('; ')
}

const compare = (value, schema, context, lookup) => {
  try {
    const { valid, errors } = validate(value, translate(schema, context), '2020-12', lookup, false)
    return valid ? { body: 'valid' } : { body: 'invalid', why: whyNot(errors) }
  } catch (error) {
    return { body: 'unjudged', why: String(error.message).split('\n')[0] }
  }
}

/** Judges replies to the operations of a document. */
export const createJudge = (document) => {
  const legacy = !/^3\.[1-9]/.test(String(document.openapi))
  const context = { document, legacy, anchors: legacy ? undefined : anchorsOf(document) }
  const lookup = createLookup(context)
  const judgeBody = (text, schema) => {
    let value
    try {
      value = JSON.parse(text)
    } catch {
      return { body: 'invalid', why: 'The body is no JSON' }
    }
    return compare(value, schema, context, lookup)
  }
  /** `{ status, body, type, why }`: what is right about a reply, and what is not. */
  return ({ operation, status, contentType, text }) => {
    const found = responseFor(operation, status, document)
    if (!documentsAny(operation)) return { status: 'documented', body: 'none' }
    if (!found) return { status: 'undocumented', body: 'none', why: `${status} is not documented` }
    const success = Object.keys(operation.responses).some((key) => /^2/.test(key))
    const documented = success && !/^2/.test(String(status)) ? 'unexpected' : 'documented'
    const said = { status: documented, key: found.key }
    const contents = contentsOf(found.response, operation, document)
    if (text === '' || contents.length === 0) return { ...said, body: 'none' }
    const type = essence(contentType ?? '')
    const content = contents.find(([name]) => matches(name, type))
    if (!content)
      return { ...said, body: 'invalid', why: `Content-Type ${contentType} is not documented` }
    if (content[1] === undefined || !isJson(type)) return { ...said, body: 'other' }
    return { ...said, ...judgeBody(text, content[1]) }
  }
}
