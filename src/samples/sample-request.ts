/** Name and value of a header. */
export type SampleHeader = readonly [name: string, value: string]

/** One part of a multipart form (RFC 7578): a value, or a file that the reader has. */
export type SamplePart =
  | {
      readonly kind: 'value'
      readonly name: string
      readonly value: string
      readonly mediaType?: string
    }
  | {
      readonly kind: 'file'
      readonly name: string
      readonly fileName: string
      readonly mediaType?: string
    }

/** The body of a sample. `mediaType` becomes its Content-Type; a client adds the boundary of a multipart form. */
export type SampleBody =
  /** `text` is the JSON of `value`, indented by two; integers that a double cannot hold are BigInt in `value`. */
  | {
      readonly kind: 'json'
      readonly mediaType: string
      readonly value: unknown
      readonly text: string
    }
  | { readonly kind: 'text'; readonly mediaType: string; readonly text: string }
  /** Fields of application/x-www-form-urlencoded, not encoded yet. */
  | { readonly kind: 'form'; readonly mediaType: string; readonly fields: readonly SampleHeader[] }
  | {
      readonly kind: 'multipart'
      readonly mediaType: string
      readonly parts: readonly SamplePart[]
    }
  /** The bytes of a file that the reader has. */
  | { readonly kind: 'file'; readonly mediaType: string; readonly fileName: string }

/** A request as samples show it: complete, with placeholders where readers put in what is theirs. */
export interface SampleRequest {
  /** In upper case. */
  readonly method: string
  /** Absolute and percent-encoded, but for placeholders of its path, which stay readable: `{userId}`. */
  readonly url: string
  /**
   * In the order of sending: without the Content-Type of the body, with Cookie. Each name is there once, whatever its
   * case; values have no line breaks or other controls, and no white space around them.
   */
  readonly headers: readonly SampleHeader[]
  /** Credentials of the basic scheme (RFC 7617), which clients encode. */
  readonly basic?: { readonly user: string; readonly password: string }
  /** Never at HEAD and TRACE. */
  readonly body?: SampleBody
}
