import type { Contract, Operation } from '../contract/contract.js'
import type { ResourceModel } from '../resources/resource-model.js'
import type { Case, Expectation } from './case.js'
import type { Fault } from './finding.js'
import type { RequestDraft } from './request-draft.js'
import type { Subject } from './subject.js'
import type { WireAnswer, WireRequest } from './wire.js'

/**
 * Who sends a request: the user that credentials were given for, a second one, nobody (no credentials),
 * or somebody with made-up credentials.
 */
export type Actor = 'user' | 'other' | 'nobody' | 'stranger'

/** A request that was sent and what came back. */
export interface Sent {
  readonly operation: Operation
  readonly request: WireRequest
  readonly answer: WireAnswer
  /** The status; 0 for a broken connection. */
  readonly status: number
  /** True for 2xx. */
  readonly isSuccess: boolean
  /** The parsed body: JSON values (integers that a double cannot hold as BigInt), else text; undefined for none. */
  readonly body: unknown
  /** What the rules of messages (V100 to V105) have against the reply. */
  readonly faults: readonly Fault[]
}

/** How a request was answered, as a reason why a case proves nothing. */
export const answeredText = ({ status }: Pick<Sent, 'status'>): string =>
  status === 0 ? 'The connection broke.' : `The server answered ${status}.`

/** What a run is told beyond the contract. */
export interface RunSettings {
  /** True when the server remembers nothing: no lifecycle, no made-up credentials. */
  readonly stateless: boolean
  /** Makes values that no earlier run has sent. */
  readonly nonce: string
  /** True when a second user is known. */
  readonly hasOther: boolean
  /** True when only GET, HEAD and OPTIONS may be sent. */
  readonly safeOnly: boolean
  /** How often lifecycles are gone through. */
  readonly rounds: number
  /** Waits some milliseconds: workflows say how long before they try again. */
  readonly pause?: ((milliseconds: number) => Promise<void>) | undefined
  /** Waits some milliseconds where what was written may show late; absent: it shows at once. */
  readonly wait?: ((milliseconds: number) => Promise<void>) | undefined
  /** How many milliseconds an answer may take (V140); any when absent. */
  readonly maxLatency?: number | undefined
  /** For how many milliseconds random requests are sent at the end; none when absent. */
  readonly fuzz?: number | undefined
}

/** What scenarios act on: sends, judges, and notes what came of it. */
export interface Stage {
  readonly contract: Contract
  readonly model: ResourceModel
  readonly settings: RunSettings
  /**
   * Sends the request of a case, judges the reply by the rules of messages and by what the case expects,
   * and notes the outcome. `own` is false when ids or tokens that the plan did not make are in it: a
   * documented 4xx then leaves the case unverified.
   */
  readonly send: (one: Case, draft: RequestDraft, as?: Actor, own?: boolean) => Promise<Sent>
  /**
   * Sends what only prepares or looks: judged by the rules of messages alone. `expect` is what it is to
   * get, where that is no success: a 404 of what is gone needs no documentation.
   */
  readonly prepare: (draft: RequestDraft, as?: Actor, expect?: Expectation) => Promise<Sent>
  /** Sends what tidies up: not judged at all. */
  readonly unjudged: (draft: RequestDraft, as?: Actor) => Promise<Sent>
  /** Notes what is wrong beyond a single reply, with the exchange that shows it. */
  readonly find: (one: Case, fault: Fault, sent: Sent) => void
  /** Notes that a case holds, by the exchange that shows it. */
  readonly passed: (one: Case, sent: Sent) => void
  /** Notes that a case proved nothing, and why. */
  readonly unverified: (one: Case, why: string) => void
  /** What the path of an operation names: see `Subject`. */
  readonly subject: (operation: Operation, wish?: { readonly fresh?: boolean }) => Promise<Subject>
}
