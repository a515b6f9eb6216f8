import { responseFor } from '../contract/check-reply.js'
import type {
  Content,
  DocumentedResponse,
  Operation,
  ResponseHeader,
} from '../contract/contract.js'
import { errors, type Problem, type Violation } from '../errors.js'
import type { Reply } from '../exchange.js'
import { tokens } from '../lib/json-pointer.js'
import { errorBody, errorContent } from '../mock/error-body.js'
import { noPreference, type Preference } from '../mock/preference.js'
import { replyHeaders } from '../mock/reply-headers.js'
import { messageBody, type MessageBody } from '../generate/message-body.js'

/** The documented response in which a problem is told, and the status that goes with it. */
interface Documented {
  readonly response: DocumentedResponse
  readonly status: number
}

/** Where a request that breaks the contract is answered (DESIGN §7), in this order. */
const invalidKeys: readonly (readonly [key: string, status: number])[] = [
  ['422', 422],
  ['400', 400],
  ['4XX', 422],
  ['default', 422],
]

/** A response at fault is as good as none. */
const usable = (response: DocumentedResponse | undefined): response is DocumentedResponse =>
  response !== undefined && !response.fault

const documentedFor = (problem: Problem, operation: Operation): Documented | undefined => {
  if (problem.code !== 'request-invalid') {
    const response = responseFor(operation, problem.status)
    return usable(response) ? { response, status: problem.status } : undefined
  }
  for (const [key, status] of invalidKeys) {
    const response = operation.responses.find((candidate) => candidate.key === key)
    if (usable(response)) return { response, status }
  }
  return undefined
}

/** Problems about the way of asking, which no operation documents. */
const neverDocumented = new Set([
  'preference-malformed',
  'reply-undocumented',
  'sandbox-name-invalid',
])

const maxHeader = 8192

/** The violations as a header: JSON in visible ASCII, cut by whole entries at 8 kB. */
const violationsHeader = (violations: readonly Violation[]): string => {
  const entries: string[] = []
  let length = 2
  for (const { message: _, ...entry } of violations) {
    const text = JSON.stringify(entry).replace(
      /[^\x20-\x7e]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    length += text.length + 1
    if (length > maxHeader) break
    entries.push(text)
  }
  return `[${entries.join(',')}]`
}

const jsonReply = (
  status: number,
  type: string,
  value: unknown,
  headers: readonly string[],
): Reply => {
  const body = JSON.stringify(value)
  return {
    status,
    headers: [...headers, 'Content-Type', type, 'Content-Length', String(Buffer.byteLength(body))],
    body,
  }
}

/** The example that was asked for together with the very status of the refusal. */
const askedExample = (content: Content, status: number, preference: Preference) =>
  preference.code === status && preference.example !== undefined
    ? content.examples.find((example) => example.name === preference.example)
    : undefined

/** A reply with a body, or without one. */
const replyWith = (
  status: number,
  written: MessageBody | undefined,
  headers: readonly string[],
): Reply => {
  if (!written) return { status, headers: [...headers, 'Content-Length', '0'] }
  const { mediaType, body } = written
  const typed = [...headers, 'Content-Type', mediaType]
  if (typeof body !== 'string') return { status, headers: typed, body }
  return {
    status,
    headers: [...typed, 'Content-Length', String(Buffer.byteLength(body))],
    body,
  }
}

/** What a problem says itself, and the headers that are documented beside it. */
const withDocumented = async (
  headers: readonly string[],
  response: DocumentedResponse,
  operation: Operation,
): Promise<readonly string[]> => {
  const names = headers.filter((_, at) => at % 2 === 0)
  const said = new Set(names.map((name) => name.toLowerCase()))
  const isSaid = ({ name }: ResponseHeader): boolean =>
    said.has(name.toLowerCase()) || name.toLowerCase() === 'content-type'
  const others = response.headers.filter((header) => !isSaid(header))
  return others.length === 0
    ? headers
    : [...headers, ...(await replyHeaders({ ...response, headers: others }, operation))]
}

/** Undefined where the response documents no body: then any is allowed. */
const inDocumentedShape = async (
  problem: Problem,
  operation: Operation,
  preference: Preference,
  { status, response }: Documented,
  headers: readonly string[],
): Promise<Reply | undefined> => {
  if (response.contents.length === 0) return undefined
  const content = errorContent(response)
  // Nothing is better than what the contract does not allow.
  if (!content) return replyWith(status, undefined, headers)
  const asked = askedExample(content, status, preference)
  if (asked) {
    const found = { value: asked.value, generated: false, replaced: false }
    return replyWith(status, messageBody(content, found), headers)
  }
  const { code } = problem
  const { title, fix: usual } = errors[code]
  const { detail, violations = [], fix = usual } = problem.details
  const said = { status, title, text: detail, violations, own: { code, fix } }
  const plain = { status, title, detail, code: problem.code }
  return replyWith(status, await errorBody(operation, response, content, said, plain), headers)
}

/**
 * A violation as Prism lists it, whose users look for `validation`: what is missing stands at its
 * parent, and what no keyword of JSON Schema says has no code.
 */
const prismViolation = ({ location, pointer, rule, message }: Violation) => ({
  location: [location, ...tokens(pointer).slice(0, rule === 'required' ? -1 : undefined)],
  severity: 'Error',
  ...(rule !== 'allowReserved' && { code: rule }),
  message,
})

/** Faults of the contract, limits, and that the server closes: whoever asks can do something about them. */
const isTold = ({ code }: Problem): boolean =>
  code === 'contract-broken' ||
  code === 'server-closing' ||
  /^(?:sandbox|sandboxes|snapshots)-full$/.test(code)

/** The problem as RFC 9457 application/problem+json. */
const asProblemDocument = (
  problem: Problem,
  status: number,
  requestId: string,
  headers: readonly string[],
): Reply => {
  const { title, fix } = errors[problem.code]
  const { detail, violations, extensions } = problem.details
  // A fault of the contract is its author's to mend, who is most often the one that asks.
  const hidden = problem.status >= 500 && !isTold(problem)
  const value = {
    type: `urn:openapi-sandbox:error:${problem.code}`,
    title,
    status,
    detail: hidden ? `The request ${requestId} could not be answered.` : detail,
    instance: `urn:openapi-sandbox:request:${requestId}`,
    ...(!hidden && { code: problem.code, fix: problem.details.fix ?? fix, ...extensions }),
    ...(violations && !hidden && { violations, validation: violations.map(prismViolation) }),
  }
  return jsonReply(status, 'application/problem+json', value, headers)
}

/**
 * Says a problem to the client: in the shape that the operation documents for its status (without a
 * body where no valid one says it), and where it documents none, as RFC 9457. Below 500 it says everything; above, only what is wrong with the contract, and which limit was met. An example that
 * was asked for with the documented status says it in its own words.
 */
export const problemReply = async (
  problem: Problem,
  operation: Operation | undefined,
  requestId: string,
  preference: Preference = noPreference,
): Promise<Reply> => {
  const { violations } = problem.details
  const headers = [...(problem.details.headers ?? [])]
  if (violations && problem.status < 500) headers.push('Violations', violationsHeader(violations))
  if (operation && problem.status < 500 && !neverDocumented.has(problem.code)) {
    const documented = documentedFor(problem, operation)
    if (documented) {
      const all = await withDocumented(headers, documented.response, operation)
      return (
        (await inDocumentedShape(problem, operation, preference, documented, all)) ??
        asProblemDocument(problem, documented.status, requestId, all)
      )
    }
  }
  return asProblemDocument(problem, problem.status, requestId, headers)
}
