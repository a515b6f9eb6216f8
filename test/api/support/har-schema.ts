import { Ajv } from 'ajv'
import formats from 'ajv-formats'

const text = { type: 'string' }
const size = { type: 'integer', minimum: -1 }
const time = { type: 'number', minimum: 0 }
const members = (required: object, optional: object = {}) => ({
  type: 'object',
  required: Object.keys(required),
  properties: { ...required, ...optional, comment: text },
  // What an archive adds of its own begins with an underscore.
  patternProperties: { '^_': {} },
  additionalProperties: false,
})
const listOf = (items: object) => ({ type: 'array', items })
const pair = members({ name: text, value: text })
const cookie = members(
  { name: text, value: text },
  {
    ...{ path: text, domain: text, expires: { type: 'string', format: 'date-time' } },
    ...{ httpOnly: { type: 'boolean' }, secure: { type: 'boolean' } },
  },
)
const message = { httpVersion: text, cookies: listOf(cookie), headers: listOf(pair) }
const sizes = { headersSize: size, bodySize: size }

const request = members(
  {
    ...{ method: text, url: { type: 'string', format: 'uri' }, queryString: listOf(pair) },
    ...{ ...message, ...sizes },
  },
  { postData: members({ mimeType: text, params: listOf(pair), text }) },
)

const response = members({
  ...{ status: { type: 'integer', minimum: 0 }, statusText: text, redirectURL: text },
  content: members(
    { size: { type: 'integer', minimum: 0 }, mimeType: text },
    { text, encoding: text, compression: { type: 'integer' } },
  ),
  ...{ ...message, ...sizes },
})

const entry = members({
  ...{ startedDateTime: { type: 'string', format: 'date-time' }, time, request, response },
  cache: { type: 'object' },
  timings: members({ send: time, wait: time, receive: time }),
})

const archive = members({
  log: members(
    { version: { const: '1.2' }, creator: members({ name: text, version: text }) },
    { pages: listOf({ type: 'object' }), entries: listOf(entry) },
  ),
})

const ajv = new Ajv({ allErrors: true })
formats.default(ajv)
const validate = ajv.compile(archive)

/** In what a value is no HTTP archive (HAR 1.2). */
export const harFaults = (value: unknown): readonly string[] =>
  validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message: why }) => `${instancePath} ${why}`)
