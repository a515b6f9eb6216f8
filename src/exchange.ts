/** Header names in lower case; repeated headers joined with ", " as RFC 9110 §5.3 allows. */
export type RequestHeaders = Readonly<Record<string, string | undefined>>

/** One request as plain data: what every surface sees instead of a socket. */
export interface Exchange {
  /** The value of `X-Request-Id` on the answer. */
  readonly id: string
  /** The method in upper case. */
  readonly method: string
  /** The raw path, still percent-encoded, beginning with `/`. */
  readonly path: string
  /** The raw query without its `?`; empty when there is none. */
  readonly query: string
  readonly headers: RequestHeaders
  /** True when the client spoke https to us. */
  readonly secure: boolean
  /** True when it did not come through a socket of ours: its Host then need not be a known one. */
  readonly inProcess: boolean
  /** True for what the handle of a sandbox sends: the program that runs the server may use every one. */
  readonly byOwner?: boolean
  /** True for what came in where other machines can, so that the control API asks for its token. */
  readonly isExposed?: boolean
  /** The path that an application embeds the server at, which is not in `path`; empty when none does. */
  readonly mount: string
  /** Reads the whole body once, at most `maxBody` bytes. Rejects with a Problem (413). */
  readonly readBody: () => Promise<Uint8Array>
  /** True when the message has a body (a length above 0, or chunks). */
  readonly hasBody: boolean
  /** Aborted when the client has gone away, for what waits; absent where nobody can tell. */
  readonly signal?: (() => AbortSignal) | undefined
}

/** Names and values in turn (`[name, value, name, value]`), so that a name may come twice. */
export type ReplyHeaders = readonly string[]

/** One answer as plain data. */
export interface Reply {
  readonly status: number
  readonly headers: ReplyHeaders
  /** A text is sent as UTF-8: with its headers in one write, which bytes are not. */
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array> | undefined
  /** How to break the connection instead of ending the message properly. */
  readonly cut?: 'reset' | 'empty' | { readonly afterBytes: number } | undefined
}
