import type { Content, Contract, Operation } from '../contract/contract.js'
import { exampleFault } from '../contract/example-fault.js'
import { SetupError } from '../errors.js'
import type { Reply } from '../exchange.js'
import { pointer } from '../lib/json-pointer.js'
import { reasonPhrase } from '../lib/reason-phrase.js'
import { bytesOf } from '../lib/text-bytes.js'
import { chooseContent, chooseResponse, type ChosenResponse } from './choose-response.js'
import { fillError } from './fill-error.js'
import { withPathValues, type PathValues } from './path-values.js'
import { isForced, noPreference, type Preference } from './preference.js'
import { replyBody } from './reply-body.js'
import { replyHeaders } from './reply-headers.js'
import { bodyValue, unknownExample, type BodyValue } from './sample.js'

/** Answers operations from the contract alone. */
export interface Mock {
  /** @throws Problem when what the client asks for is not documented (404) or acceptable (406). */
  readonly respond: (
    operation: Operation,
    preference: Preference,
    accept: string | undefined,
    path?: PathValues,
  ) => Reply | Promise<Reply>
}

/** Tells the log where the contract is at fault. */
export type TellFault = (fault: SetupError) => void

/** A reply that is ready; `forPath` makes one for the values of a path where its body speaks of them. */
type Prepared =
  | Reply
  | { readonly forPath: (path: PathValues) => Reply }
  /** Why there is none: what took long to find out is not looked for again. */
  | { readonly fault: SetupError }

const faultOf = (error: unknown): Prepared => {
  if (error instanceof SetupError) return { fault: error }
  throw error
}

const valueOf = async (
  operation: Operation,
  { response, status, borrowed }: ChosenResponse,
  content: Content,
  preference: Preference,
): Promise<BodyValue> => {
  if (borrowed && preference.example !== undefined)
    throw unknownExample(operation, undefined, preference.example)
  const found = await bodyValue(operation, content, borrowed ? noPreference : preference)
  if (status < 400 || (!borrowed && String(status) === response.key)) return found
  const text = borrowed ? reasonPhrase(status) : undefined
  const said = { status, title: reasonPhrase(status), text, violations: [] }
  return { ...found, value: fillError(response, content, found.value, said) }
}

/** Statuses whose messages end with their headers (RFC 9110 §15.3.5, §15.3.6, §15.4.5). */
const bodiless = new Set([204, 205, 304])

/** 204 must not say a length (RFC 9110 §8.6); 304 would say that of a body nobody made. */
const withoutBody = (status: number, headers: readonly string[]): readonly string[] =>
  status === 204 || status === 304 ? headers : [...headers, 'Content-Length', '0']

/** The reply with a body; one for each path where it shows the path's values. */
const withBody = (
  operation: Operation,
  { status }: ChosenResponse,
  content: Content,
  found: BodyValue,
  headers: readonly string[],
): Prepared => {
  const replyOf = (value: unknown): Reply => {
    const { mediaType, body } = replyBody(content, { ...found, value })
    const typed = [...headers, 'Content-Type', mediaType]
    if (typeof body === 'string' || body instanceof Uint8Array) {
      const { length } = typeof body === 'string' ? bytesOf(body) : body
      return { status, headers: [...typed, 'Content-Length', String(length)], body }
    }
    return { status, headers: [...typed, 'Cache-Control', 'no-cache'], body }
  }
  const filled =
    found.generated && status < 300 ? withPathValues(operation, content, found.value) : undefined
  return filled ? { forPath: (path) => replyOf(filled(path)) } : replyOf(found.value)
}

/** No body is better than one that the contract does not allow. */
const unsatisfiable = (
  { place }: Contract,
  { id, pointer: at }: Operation,
  { response: { key } }: ChosenResponse,
  { mediaType }: Content,
  flaw: string,
): SetupError =>
  new SetupError(
    'contract-unsatisfiable',
    `No value was found for ${id} ${key} ${mediaType} that its schema allows: ${flaw}`,
    place(at + pointer('responses', key, 'content', mediaType, 'schema')),
  )

/** What a mock works with. */
interface Parts {
  readonly contract: Contract
  /** Called when a content's example breaks its schema. */
  readonly tellReplaced: (content: Content) => void
}

const make = async (
  { contract, tellReplaced }: Parts,
  operation: Operation,
  preference: Preference,
  accept: string | undefined,
): Promise<Prepared> => {
  const chosen = chooseResponse(contract, operation, preference.code)
  const content = chooseContent(chosen.response, accept)
  const headers = await replyHeaders(chosen.response, operation)
  if (operation.deprecated) headers.push('Deprecation', 'true')
  if (!content || bodiless.has(chosen.status)) {
    if (preference.example !== undefined)
      throw unknownExample(operation, undefined, preference.example)
    return { status: chosen.status, headers: withoutBody(chosen.status, headers) }
  }
  const found = await valueOf(operation, chosen, content, preference)
  if (found.flaw !== undefined)
    throw unsatisfiable(contract, operation, chosen, content, found.flaw)
  if (found.replaced) tellReplaced(content)
  return withBody(operation, chosen, content, found, headers)
}

/** Tells of each content once; what is wrong with a large one is not looked into while a client waits. */
const replacementTeller = ({ place }: Contract, tell: TellFault): Parts['tellReplaced'] => {
  const told = new WeakSet<Content>()
  return (content) => {
    const [example] = content.examples
    if (told.has(content) || !example) return
    told.add(content)
    const { schema } = content
    const violations =
      schema && !schema.isSlow
        ? schema.validate(example.value, { location: 'response', pointer: '' })
        : []
    tell(exampleFault('example', violations, place(example.pointer)))
  }
}

/** Accept headers differ by client, not by request: a few prepared replies serve them all. */
const maxPrepared = 20

const noPath: PathValues = {}

const replyFor = (prepared: Prepared, path: PathValues): Reply => {
  if ('status' in prepared) return prepared
  if ('forPath' in prepared) return prepared.forPath(path)
  throw prepared.fault
}

/** A mock of a contract; replies that nothing steers are made once. */
export const createMock = (contract: Contract, tellFault: TellFault = () => undefined): Mock => {
  const parts: Parts = { contract, tellReplaced: replacementTeller(contract, tellFault) }
  const ready = new Map<Operation, Map<string, Prepared>>()
  const prepare = async (operation: Operation, accept: string | undefined): Promise<Prepared> => {
    const prepared = await make(parts, operation, noPreference, accept).catch(faultOf)
    const replies = ready.get(operation) ?? new Map<string, Prepared>()
    ready.set(operation, replies)
    if (replies.size < maxPrepared) replies.set(accept ?? '', prepared)
    return prepared
  }
  return {
    respond: (operation, preference, accept, path = noPath) => {
      const known = isForced(preference)
        ? make(parts, operation, preference, accept)
        : (ready.get(operation)?.get(accept ?? '') ?? prepare(operation, accept))
      return known instanceof Promise
        ? known.then((prepared) => replyFor(prepared, path))
        : replyFor(known, path)
    },
  }
}
