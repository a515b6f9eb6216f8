import type { Content, Contract, Operation } from '../contract/contract.js'
import { exampleFault } from '../contract/example-fault.js'
import type { SetupError } from '../errors.js'
import type { Reply } from '../exchange.js'
import { reasonPhrase } from '../lib/reason-phrase.js'
import { bytesOf } from '../lib/text-bytes.js'
import { chooseContent, chooseResponse, type ChosenResponse } from './choose-response.js'
import { fillError } from './fill-error.js'
import { withPathValues, type PathValues } from './path-values.js'
import { isForced, noPreference, type Preference } from './preference.js'
import { messageBody } from '../generate/message-body.js'
import { replyHeaders } from './reply-headers.js'
import { withRequestValues, type ShownValues } from './request-values.js'
import type { BodyValue } from '../generate/content-value.js'
import { bodyValue, unknownExample } from './body-value.js'
import { unsatisfiable } from './unsatisfiable.js'

/** Answers operations from the contract alone. */
export interface Mock {
  /** @throws Problem when what the client asks for is not documented (404) or acceptable (406). */
  readonly respond: (
    operation: Operation,
    preference: Preference,
    accept: string | undefined,
    path?: PathValues,
    values?: ShownValues,
  ) => Reply | Promise<Reply>
}

/** How a mock answers. */
export interface MockSettings {
  /** Examples are answered as they are written; else the values of the request flow into them. */
  readonly strictExamples: boolean
  /** Whether a schema that no value can be made for is a fault (501), a warning, or nothing. */
  readonly replyCheck: 'error' | 'warn' | 'off'
}

/** Tells the log where the contract is at fault. */
export type TellFault = (fault: SetupError) => void

/** A reply that is ready; `forRequest` makes one where the body speaks of the request. */
type Prepared =
  Reply | { readonly forRequest: (path: PathValues, values: ShownValues | undefined) => Reply }

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

/** The reply with a body; one for each request where it shows the request's values. */
const withBody = (
  { strictExamples }: MockSettings,
  operation: Operation,
  { status }: ChosenResponse,
  content: Content,
  found: BodyValue,
  headers: readonly string[],
): Prepared => {
  const replyOf = (value: unknown): Reply => {
    const { mediaType, body } = messageBody(content, { ...found, value })
    const typed = [...headers, 'Content-Type', mediaType]
    if (typeof body === 'string' || body instanceof Uint8Array) {
      const { length } = typeof body === 'string' ? bytesOf(body) : body
      return { status, headers: [...typed, 'Content-Length', String(length)], body }
    }
    return { status, headers: [...typed, 'Cache-Control', 'no-cache'], body }
  }
  const { value, generated } = found
  if (status >= 300) return replyOf(value)
  const filled = generated ? withPathValues(operation, content, value) : undefined
  const shown = (path: PathValues) => (filled ? filled(path) : value)
  if (!strictExamples)
    return {
      forRequest: (path, values) =>
        replyOf(values ? withRequestValues(operation, content, value, values) : shown(path)),
    }
  return filled ? { forRequest: (path) => replyOf(shown(path)) } : replyOf(value)
}

/** What a mock works with. */
interface Parts {
  readonly contract: Contract
  readonly settings: MockSettings
  readonly tellFault: TellFault
  /** The contents that no body can be made for, and why. */
  readonly unmade: WeakMap<Content, SetupError>
  /** Called when a content's example breaks its schema. */
  readonly tellReplaced: (content: Content) => void
}

/** What becomes of a body that breaks its schema. The search for one took long: it is not repeated. */
const brokenBody = (
  { settings, tellFault, unmade }: Parts,
  content: Content,
  fault: SetupError,
): void => {
  if (settings.replyCheck === 'warn') return tellFault(fault)
  unmade.set(content, fault)
  throw fault
}

const make = async (
  parts: Parts,
  operation: Operation,
  preference: Preference,
  accept: string | undefined,
): Promise<Prepared> => {
  const { contract, settings, tellReplaced } = parts
  const chosen = chooseResponse(contract, operation, preference.code)
  const content = chooseContent(chosen.response, accept)
  const headers = await replyHeaders(chosen.response, operation)
  if (operation.deprecated) headers.push('Deprecation', 'true')
  if (!content || bodiless.has(chosen.status)) {
    if (preference.example !== undefined)
      throw unknownExample(operation, undefined, preference.example)
    return { status: chosen.status, headers: withoutBody(chosen.status, headers) }
  }
  const fault = parts.unmade.get(content)
  if (fault && preference.example === undefined) throw fault
  const found = await valueOf(operation, chosen, content, preference)
  if (found.replaced) tellReplaced(content)
  if (found.flaw !== undefined && settings.replyCheck !== 'off')
    brokenBody(
      parts,
      content,
      unsatisfiable(contract, operation, chosen.response, content, found.flaw),
    )
  return withBody(settings, operation, chosen, content, found, headers)
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

/** A mock of a contract; replies that nothing steers are made once. */
export const createMock = (
  contract: Contract,
  settings: MockSettings,
  tellFault: TellFault = () => undefined,
): Mock => {
  const tellReplaced = replacementTeller(contract, tellFault)
  const parts: Parts = { contract, settings, tellFault, tellReplaced, unmade: new WeakMap() }
  const ready = new Map<Operation, Map<string, Prepared>>()
  const prepare = async (operation: Operation, accept: string | undefined): Promise<Prepared> => {
    const prepared = await make(parts, operation, noPreference, accept)
    const replies = ready.get(operation) ?? new Map<string, Prepared>()
    ready.set(operation, replies)
    if (replies.size < maxPrepared) replies.set(accept ?? '', prepared)
    return prepared
  }
  return {
    respond: (operation, preference, accept, path = noPath, values) => {
      const replyFor = (prepared: Prepared): Reply =>
        'forRequest' in prepared ? prepared.forRequest(path, values) : prepared
      const known = isForced(preference)
        ? make(parts, operation, preference, accept)
        : (ready.get(operation)?.get(accept ?? '') ?? prepare(operation, accept))
      return known instanceof Promise ? known.then(replyFor) : replyFor(known)
    },
  }
}
