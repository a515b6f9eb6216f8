import type { RequestValues } from '../../contract/read-request.js'
import type { Reply, RequestHeaders } from '../../exchange.js'
import type { Sandbox } from '../../sandbox/sandbox.js'
import type { Principal } from '../../auth/principal.js'

/** A request to an operation that is answered from inferred state. */
export interface StateRequest {
  readonly values: RequestValues
  readonly headers: RequestHeaders
  /** Scheme and authority, as the client wrote them: `http://localhost:4010`. */
  readonly origin: string
  /** The path as the client wrote it, whatever prefix it has. */
  readonly path: string
  /** The query as the client wrote it, without `?`. */
  readonly query: string
  readonly sandbox: Sandbox
  /** Who sends it; undefined: nobody knows. */
  readonly principal?: Principal | undefined
}

/** What was answered, and whether the contract's own example had to stand in for the record. */
export interface StateReply {
  readonly reply: Reply
  readonly answeredBy: 'state' | 'mock'
}

/** Answers one operation from the records of a sandbox. Throws a Problem to refuse. */
export type StateHandler = (request: StateRequest) => Promise<StateReply>
