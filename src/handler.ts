/** What every handler gets beside the request itself; `principal` is who sent a guarded request. */
export interface HandlerContextShape {
  readonly principal: unknown
}

/** What the types of one operation offer, as openapi-typescript writes them. */
export interface OperationShape {
  readonly parameters: { readonly path?: unknown; readonly query?: unknown }
  readonly requestBody?: unknown
  readonly responses: unknown
}

/** The parameters of one location; an object without members when the operation has none there. */
type ParameterGroup<Group> = [NonNullable<Group>] extends [never]
  ? Readonly<Record<never, never>>
  : NonNullable<Group>

/** The content of any media type of a body. */
type Content<Body> = Body extends { readonly content: infer ByMediaType }
  ? ByMediaType[keyof ByMediaType]
  : undefined

/** What a reply may have as its body: bytes, text and what streams as well, where it is no JSON. */
type ReplyContent<ByMediaType> = {
  [Type in keyof ByMediaType]: Type extends `${string}json${string}`
    ? ByMediaType[Type]
    : ByMediaType[Type] | string | Uint8Array | AsyncIterable<Uint8Array>
}[keyof ByMediaType]

/** The body of a request: undefined when there is none, or when it may be left out. */
type RequestBody<Operation extends OperationShape> = Operation extends {
  readonly requestBody: infer Body
}
  ? Content<Body>
  : Content<NonNullable<Operation['requestBody']>> | undefined

type Success =
  | (200 | 201 | 202 | 203 | 204 | 205 | 206 | 207 | 208 | 226)
  | (300 | 301 | 302 | 303 | 304 | 305 | 307 | 308)

/** The registered statuses of final responses (RFC 9110 §15). */
type AnyStatus =
  | Success
  | (400 | 401 | 402 | 403 | 404 | 405 | 406 | 407 | 408 | 409 | 410 | 411 | 412 | 413 | 414 | 415)
  | (416 | 417 | 421 | 422 | 423 | 424 | 425 | 426 | 428 | 429 | 431 | 451)
  | (500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 510 | 511)

/** The statuses of a range: those of `4XX` begin with 4. */
type InRange<Status extends number, Range> = Status extends number
  ? Range extends `${infer Digit}XX`
    ? `${Status}` extends `${Digit}${string}`
      ? Status
      : never
    : never
  : never

/** The statuses that responses document: their own, those of ranges, any for `default`. */
type Documented<Responses> =
  | (keyof Responses & number)
  | InRange<AnyStatus, keyof Responses & string>
  | (Responses extends { readonly default: unknown } ? AnyStatus : never)

/** The statuses an operation may answer: 204 too, where it documents no success at all. */
export type StatusOf<Operation extends OperationShape> =
  | Documented<Operation['responses']>
  | ([Extract<Documented<Operation['responses']>, Success>] extends [never] ? 204 : never)

/** The response for a status: exact, then its range, then default. */
type ResponseFor<Responses, Status extends number> = Status extends keyof Responses
  ? Responses[Status]
  : `${Status}` extends `${infer Digit}${string}`
    ? `${Digit}XX` extends keyof Responses
      ? Responses[`${Digit}XX`]
      : Responses extends { readonly default: infer Response }
        ? Response
        : undefined
    : never

/** Header fields by name; several values become several fields. */
export type HandlerReplyHeaders = Readonly<Record<string, string | readonly string[]>>

/** The reply of an operation with one documented status. */
export type ReplyWith<Operation extends OperationShape, Status extends number> = {
  readonly status: Status
  readonly headers?: HandlerReplyHeaders
} & (ResponseFor<Operation['responses'], Status> extends { readonly content: infer ByMediaType }
  ? { readonly body: ReplyContent<ByMediaType> }
  : { readonly body?: undefined })

/** What an operation may answer: one of its documented statuses with the body of that status. */
export type HandlerReply<Operation extends OperationShape> = Operation extends OperationShape
  ? { [Status in StatusOf<Operation>]: ReplyWith<Operation, Status> }[StatusOf<Operation>]
  : never

/** What a handler acts on: the context, and the request as the contract describes it. */
export type HandlerRequest<
  Operation extends OperationShape,
  Context extends HandlerContextShape,
  Guarded extends boolean,
> = Omit<Context, 'principal'> & {
  readonly params: ParameterGroup<Operation['parameters']['path']>
  readonly query: ParameterGroup<Operation['parameters']['query']>
  readonly body: RequestBody<Operation>
  readonly principal: Guarded extends true ? Context['principal'] : undefined
}

/** Answers one operation. Refuses with a Problem; anything else that it throws is a fault of ours. */
export type Handler<
  Operation extends OperationShape,
  Context extends HandlerContextShape,
  Guarded extends boolean,
> = (
  request: HandlerRequest<Operation, Context, Guarded>,
) => HandlerReply<Operation> | Promise<HandlerReply<Operation>>
