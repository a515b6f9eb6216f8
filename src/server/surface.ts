import type { Contract, Operation } from '../contract/contract.js'
import type { Reply } from '../exchange.js'
import type { Visit } from './visit.js'

/** A part of the origin that answers the operations of a contract below a base path. */
export interface Surface {
  readonly title: string
  readonly kind: 'mock' | 'sandbox' | 'control'
  /** Without final slash; empty at the root. */
  readonly base: string
  readonly contract: Contract
  /** Answers an exchange whose operation is known. */
  readonly respond: (visit: Visit, operation: Operation) => Promise<Reply> | Reply
}
