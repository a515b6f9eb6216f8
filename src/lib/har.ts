import { sentCookies, setCookies } from './har-cookies.js'
import { reasonPhrase } from './reason-phrase.js'
import { base64Of, strictTextOf } from './text-bytes.js'

/** A header, a cookie or a parameter. */
export interface HarPair {
  readonly name: string
  readonly value: string
}

/** A body as HAR writes it: text, or base64. */
export interface HarContent {
  readonly text: string
  readonly encoding?: 'base64'
  /** What a reader has to know of it. */
  readonly comment?: string
}

/** One exchange as an HTTP archive tells it. */
export interface HarExchange {
  /** When it began, RFC 3339. */
  readonly time: string
  readonly milliseconds: number
  readonly request: {
    readonly method: string
    readonly url: string
    readonly headers: readonly HarPair[]
    readonly body?: HarContent | undefined
    readonly bodyBytes: number
  }
  /** A text: why there is no response. */
  readonly response:
    | string
    | {
        readonly status: number
        readonly headers: readonly HarPair[]
        readonly body?: HarContent | undefined
        readonly bodyBytes: number
      }
}

/** Bytes as HAR writes them. */
export const harContent = (bytes: Uint8Array): HarContent => {
  const text = strictTextOf(bytes)
  return text === undefined ? { text: base64Of(bytes), encoding: 'base64' } : { text }
}

const valueOf = (headers: readonly HarPair[], wanted: string): string =>
  headers.find(({ name }) => name.toLowerCase() === wanted)?.value ?? ''

const queryOf = (url: string): readonly HarPair[] => {
  const at = url.indexOf('?')
  if (at < 0) return []
  return [...new URLSearchParams(url.slice(at + 1))].map(([name, value]) => ({ name, value }))
}

/** HAR has a name for the encoding of what is received only. */
const postDataOf = (headers: readonly HarPair[], { encoding, ...body }: HarContent) => ({
  ...{ mimeType: valueOf(headers, 'content-type'), params: [], ...body },
  ...(encoding && { _encoding: encoding }),
})

const requestOf = ({ method, url, headers, body, bodyBytes }: HarExchange['request']) => ({
  ...{ method, url, httpVersion: 'HTTP/1.1', cookies: sentCookies(headers), headers },
  queryString: queryOf(url),
  ...(body && { postData: postDataOf(headers, body) }),
  headersSize: -1,
  bodySize: bodyBytes,
})

const noResponse = {
  ...{ status: 0, statusText: '', httpVersion: 'HTTP/1.1', cookies: [], headers: [] },
  content: { size: 0, mimeType: '' },
  ...{ redirectURL: '', headersSize: -1, bodySize: -1 },
}

const responseOf = (response: HarExchange['response']) => {
  if (typeof response === 'string') return { ...noResponse, _error: response }
  const { status, headers, body, bodyBytes } = response
  return {
    ...{ status, statusText: reasonPhrase(status), httpVersion: 'HTTP/1.1' },
    ...{ cookies: setCookies(headers), headers },
    content: { size: bodyBytes, mimeType: valueOf(headers, 'content-type'), ...body },
    redirectURL: valueOf(headers, 'location'),
    headersSize: -1,
    bodySize: bodyBytes,
  }
}

/** An entry of an HTTP archive. */
export const harEntry = ({ time, milliseconds, request, response }: HarExchange) => ({
  startedDateTime: time,
  time: milliseconds,
  request: requestOf(request),
  response: responseOf(response),
  cache: {},
  timings: { send: 0, wait: milliseconds, receive: 0 },
})

/** An HTTP archive (HAR 1.2). */
export const harOf = <Entry extends object>(
  creator: { readonly name: string; readonly version: string },
  entries: readonly Entry[],
) => ({ log: { version: '1.2', creator, pages: [], entries } })
