import type { Handler, OperationShape, ReplyWith, StatusOf } from '../handler.js'
import type { ReplyExtras } from '../resources/records/handler-tools.js'
import type { AnyRecords, Resources } from '../resources/records/resources.js'
import type { AnyRequest } from './any-handler.js'

/** `reply` of a handler whose operation has types: see `HandlerTools`. */
export type DocumentedReply<Operation extends OperationShape> = <
  Status extends StatusOf<Operation>,
>(
  status: Status,
  body?: unknown,
  extras?: ReplyExtras,
) => Promise<ReplyWith<Operation, Status>>

/** What a handler of any contract gets beside the request as that contract describes it. */
export interface ContractContext<Operation extends OperationShape, Records> extends Omit<
  AnyRequest,
  'params' | 'query' | 'body' | 'resources' | 'reply'
> {
  readonly resources: Resources<Records>
  readonly reply: DocumentedReply<Operation>
}

/** An operation of which nothing is known. */
export interface AnyOperation {
  readonly parameters: {
    readonly path: Readonly<Record<string, unknown>>
    readonly query: Readonly<Record<string, unknown>>
  }
  readonly requestBody?: { readonly content: { readonly 'application/json': unknown } }
  readonly responses: { readonly default: { readonly content: { readonly '*/*': unknown } } }
}

type Member<Body, Name> = Name extends string
  ? Body extends { readonly [Key in Name]?: infer Value }
    ? NonNullable<Value>
    : Readonly<Record<string, unknown>>
  : never

/** The value at a path of members in a body. */
export type RecordIn<Body, Path extends readonly string[]> = Path extends readonly [
  infer Name,
  ...infer Rest extends readonly string[],
]
  ? RecordIn<Member<Body, Name>, Rest>
  : Body

/** An item of the list at a path of members in a body. */
export type ItemIn<Body, Path extends readonly string[]> =
  RecordIn<Body, Path> extends readonly (infer Item)[] ? Item : Readonly<Record<string, unknown>>

/**
 * The handler of an operation whose types `openapi-sandbox types` has written. `Records`: what the
 * records of each resource are like.
 */
export type ContractHandler<Operation extends OperationShape, Records = AnyRecords> = Handler<
  Operation,
  ContractContext<Operation, Records>,
  true
>
