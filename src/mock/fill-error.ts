import type { Content, DocumentedResponse } from '../contract/contract.js'
import { errors, type Violation } from '../errors.js'
import { isObject, type JsonObject } from '../lib/json-object.js'
import { essence } from '../lib/media-type.js'
import { reasonPhrase } from '../lib/reason-phrase.js'
import { satisfies } from '../generate/satisfies.js'

/** What is to be said in a documented error shape. */
export interface ErrorText {
  readonly status: number
  readonly title: string
  /** Undefined: the example's own words stay. */
  readonly text: string | undefined
  readonly violations: readonly Violation[]
  /** Where the model is a problem of this server's: its code, and how it is mended. */
  readonly own?: { readonly code: string; readonly fix: string }
}

const textNames = ['message', 'detail', 'title', 'description', 'error_description']
const statusNames = ['status', 'statusCode', 'code']
const listNames = ['errors', 'violations', 'details', 'issues']

/** What the fields of one item of a list of errors are called, and what they get. */
const itemFields: Readonly<Record<string, (violation: Violation) => string | undefined>> = {
  field: (violation) => violation.pointer.slice(1) || violation.location,
  path: (violation) => violation.pointer,
  pointer: (violation) => violation.pointer,
  location: (violation) => violation.location,
  code: (violation) => violation.rule,
  rule: (violation) => violation.rule,
  expected: (violation) => violation.expected,
  got: (violation) => violation.got,
  message: (violation) => violation.message,
}

const itemOf = (violation: Violation, model: unknown): unknown => {
  if (typeof model === 'string') return violation.message
  const names = isObject(model) ? Object.keys(model) : Object.keys(itemFields)
  const filled = names
    .filter((name) => Object.hasOwn(itemFields, name))
    .map((name) => [name, itemFields[name]?.(violation)] as const)
    .filter(([, value]) => value !== undefined)
  const rest = isObject(model) ? Object.entries(model) : []
  return Object.fromEntries([...rest.filter(([name]) => name !== 'got'), ...filled])
}

/** True for an example that has one of our own codes: that of the control API's errors. */
const isOwn = ({ code, fix }: JsonObject): boolean =>
  typeof code === 'string' && typeof fix === 'string' && Object.hasOwn(errors, code)

const fillMember = (name: string, value: unknown, said: ErrorText, model: JsonObject): unknown => {
  if (typeof value === 'string' && textNames.includes(name)) {
    if (said.text === undefined) return value
    return name === 'title' && Object.hasOwn(model, 'detail') ? said.title : said.text
  }
  if (statusNames.includes(name)) {
    if (Number.isInteger(value)) return said.status
    if (typeof value === 'string' && /^[1-5]\d\d$/.test(value)) return String(said.status)
  }
  if (Array.isArray(value) && listNames.includes(name))
    return said.violations.map((violation) => itemOf(violation, value[0]))
  return value
}

/** The status an example was written for: the one it names, else that of its response. */
const modelStatus = (model: JsonObject, response: DocumentedResponse): number => {
  const named = statusNames
    .map((name) => Number(model[name]))
    .find((status) => status >= 100 && status <= 599)
  return named ?? Number(response.key)
}

/** A member that repeats the phrase of the example's own status repeats that of the actual one. */
const withPhrase = (value: unknown, from: number, to: number): unknown =>
  value === reasonPhrase(from) ? reasonPhrase(to) : value

/** Plain text is the text itself; markup and JSON strings keep their own words. */
const filledText = ({ mediaType, schema }: Content, model: string, { text }: ErrorText): string => {
  if (text === undefined || !/^(text\/(plain|\*)|\*\/\*)$/.test(essence(mediaType))) return model
  return schema === undefined || satisfies(schema, text) ? text : model
}

/**
 * Says an error in the shape of a documented response (docs/errors.md): the model with its text,
 * status and list of violations replaced; the model itself when that breaks the schema.
 */
export const fillError = (
  response: DocumentedResponse,
  content: Content,
  model: unknown,
  said: ErrorText,
): unknown => {
  if (typeof model === 'string') return filledText(content, model, said)
  if (!isObject(model)) return model
  const from = modelStatus(model, response)
  const own: Readonly<Record<string, string>> | undefined = isOwn(model) ? said.own : undefined
  const filled = Object.fromEntries(
    Object.entries(model).map(([name, value]) => {
      const member = own?.[name] ?? fillMember(name, value, said, model)
      return [name, member === value ? withPhrase(value, from, said.status) : member]
    }),
  )
  return content.schema === undefined || satisfies(content.schema, filled) ? filled : model
}
