import type { Content, DocumentedResponse } from '../../contract/contract.js'
import { messageBody, type MessageBody } from '../../generate/message-body.js'
import type { PropertyPath } from '../resource-model.js'
import type { ResourceState } from './resource-state.js'
import type { StateRecord } from './state-record.js'

/** A record, and the resource that it is of. */
export interface KnownRecord {
  readonly record: StateRecord
  readonly state: ResourceState
}

/** A body with records in it, each as the object that the store keeps. */
export interface SaidBody {
  readonly value: unknown
  /** The record that an object is the value of. */
  readonly recordIn: (value: object) => KnownRecord | undefined
}

/** A reply before it is written: the value of its body, if it has one. */
export interface StateMessage {
  readonly status: number
  /** Names and values in turn, without those of the body. */
  readonly headers: readonly string[]
  readonly content: Content | undefined
  readonly value: unknown
  /** False where the value is the contract's own. */
  readonly isMine: boolean
}

/** What an operation answers, before it is written in a media type. */
export interface StateAnswer {
  readonly status: number
  readonly response: DocumentedResponse
  /** One record, several, or none where the body speaks of something else. */
  readonly record?: StateRecord
  readonly records?: readonly StateRecord[]
  /** Where they stand in the body. */
  readonly at?: PropertyPath | undefined
  /** The names of the members that the client wants of each record. */
  readonly fields?: ReadonlySet<string> | undefined
  /** A whole body, in the place of all of these; the records in it are said as the schema has them. */
  readonly body?: SaidBody | undefined
  /** Further values of the body, each where it fits. */
  readonly more?: readonly (readonly [path: PropertyPath, value: unknown])[]
  /** Names and values in turn, in the place of those that the mock would send. */
  readonly headers?: readonly string[]
}

/** The body of a message in its media type. */
export const bodyOf = ({ value, isMine }: StateMessage, content: Content): MessageBody =>
  messageBody(content, {
    value,
    generated: isMine && typeof value === 'object',
    replaced: false,
  })
