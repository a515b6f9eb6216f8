import type { JsonObject } from '../lib/json-object.js'
import type { Sandbox } from './sandbox.js'

/** A record that is to be there, as a client says it. */
export interface SaidRecord {
  readonly value: JsonObject
  /** The identity that a path says; absent: the record says it itself, or gets the next one. */
  readonly id?: string
  /** JSON pointer of the record in the request body. */
  readonly pointer: string
}

/** A record that was put. */
export interface PutRecord {
  readonly record: JsonObject
  readonly isNew: boolean
}

/** What is generated: `seed` makes it the same in the same contents. */
export interface GenerateWish {
  readonly count: number
  readonly seed: number
}

/** The records of one kind in a sandbox, as those who set up a test read and write them. */
export interface RecordCollection {
  /** As paths of the control API have it. */
  readonly name: string
  /** The slug of the contract that has it. */
  readonly contract: string
  /** The member that identifies a record. */
  readonly identity: string
  /** True when its records need nothing that they lie below. */
  readonly standsAlone: boolean
  /** First contents are made, if they are not there yet, as an operation makes them. Secrets are left out. */
  readonly list: (sandbox: Sandbox) => Promise<readonly JsonObject[]>
  readonly count: (sandbox: Sandbox) => Promise<number>
  readonly get: (sandbox: Sandbox, id: string) => Promise<JsonObject | undefined>
  /**
   * Adds or replaces a record.
   * @throws Problem `request-invalid` with every violation, `record-conflict`, `not-found`.
   */
  readonly put: (sandbox: Sandbox, said: SaidRecord) => Promise<PutRecord>
  /** False when there was none. */
  readonly remove: (sandbox: Sandbox, id: string) => Promise<boolean>
  /**
   * Adds generated records.
   * @throws Problem `request-invalid` where no more can be made.
   */
  readonly generate: (sandbox: Sandbox, wish: GenerateWish) => Promise<number>
}
