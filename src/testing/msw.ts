import { http, type HttpHandler, HttpResponse, passthrough } from 'msw'
import { createStandIn, plainHeaders, type StandInOptions } from './stand-in.js'
import type { TestSandbox } from './test-sandbox.js'

export type { StandInOptions } from './stand-in.js'

/** What the handlers need of a sandbox of `openSandbox`. */
export type HandledSandbox = Pick<TestSandbox, 'url' | 'serverUrl' | 'fetch'>

/** A pattern for all URLs at an origin. */
const below = (origin: string): RegExp =>
  new RegExp(`^${origin.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:[/?#]|$)`)

/**
 * Request handlers of MSW 2 for `setupServer`: the sandbox answers what the application asks of
 * `baseUrl`. Requests to the sandbox itself, those of its control client among them, pass.
 */
export const handlers = (sandbox: HandledSandbox, options: StandInOptions): HttpHandler[] => {
  const { matches, answer } = createStandIn(sandbox, options)
  const own = [sandbox.url, sandbox.serverUrl].filter((url) => url !== undefined)
  return [
    ...own.map((url) => http.all(below(new URL(url).origin), () => passthrough())),
    http.all(below(new URL(options.baseUrl).origin), async ({ request }) => {
      const { url, method } = request
      if (!matches(url)) return undefined
      const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer())
      try {
        const response = await answer({ url, method, headers: request.headers, body })
        const { status, statusText } = response
        return new HttpResponse(response.body, {
          ...{ status, statusText },
          headers: plainHeaders(response),
        })
      } catch {
        // The connection broke before there was an answer, and so does the application's.
        return HttpResponse.error()
      }
    }),
  ]
}
