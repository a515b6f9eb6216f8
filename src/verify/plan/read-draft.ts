import { beforeBody } from '../../contract/lazy-xml.js'
import type { Contract, Operation } from '../../contract/contract.js'
import { readRequest } from '../../contract/read-request.js'
import { violation } from '../../contract/violation.js'
import { Problem, SetupError, type Violation } from '../../errors.js'
import type { RequestHeaders } from '../../exchange.js'
import { writeRequest } from '../call/write-request.js'
import type { RequestDraft } from '../request-draft.js'
import type { WireRequest } from '../wire.js'

const noCredentials = { headers: [], query: [], cookies: [] } as const

/** What a header can carry (RFC 9110 §5.5), with no blank at its ends, which no reader would see. */
const headerText = /^(?:[!-~](?:[\t -~]*[!-~])?)?$/

const headersOf = ({ headers }: WireRequest): RequestHeaders =>
  Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]))

const nobody = new Uint8Array()

/** The values of a path; undefined when it leads to another template. */
const pathOf = (contract: Contract, operation: Operation, path: string) => {
  const found = contract.routes.match(path)
  if (found?.entry.template !== operation.path) return undefined
  const { entry, values, raw } = found
  const named = (texts: readonly string[]): Readonly<Record<string, string>> =>
    Object.fromEntries(entry.names.map((name, index) => [name, texts[index] ?? '']))
  return { path: named(values), rawPath: raw && named(raw) }
}

/** Segments that clients and proxies change on the way. */
const unstable = /(^|\/)(\.{1,2}|%2e|%2e%2e|[^/]*(%2f|%5c|%00)[^/]*)(\/|$)/i

/** What the contract has against a written request; undefined for what it cannot judge. */
const judged = (
  contract: Contract,
  { operation }: RequestDraft,
  request: WireRequest,
): readonly Violation[] | undefined => {
  const [path = '', query = ''] = request.target.split(/\?(.*)/s)
  if (unstable.test(path) || !request.headers.every(([, value]) => headerText.test(value)))
    return undefined
  const found = pathOf(contract, operation, path)
  if (!found) return undefined
  const { body: bytes = nobody } = request
  return readRequest({ operation, ...found, query, headers: headersOf(request), bytes }).violations
}

/**
 * Writes a request and reads it back, as the server will: what the contract has against it. Undefined
 * when that cannot be said: it cannot be sent, leads to another operation, or its schema is broken.
 */
export const readDraft = async (
  contract: Contract,
  draft: RequestDraft,
): Promise<readonly Violation[] | undefined> => {
  try {
    const request = await writeRequest(draft, noCredentials)
    await beforeBody(draft.operation.body, headersOf(request)['content-type'])
    return judged(contract, draft, request)
  } catch (error) {
    if (error instanceof SetupError || error instanceof URIError) return undefined
    if (!(error instanceof Problem)) throw error
    return [violation('body', '', 'syntax', error.code)]
  }
}

/** True for a request that its contract allows, as far as can be said. */
export const isAllowedDraft = async (contract: Contract, draft: RequestDraft): Promise<boolean> =>
  (await readDraft(contract, draft))?.length === 0
