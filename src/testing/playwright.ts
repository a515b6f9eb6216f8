import type { OperationId } from '../handlers/handler-context.js'
import { type OpenSandboxOptions, openSandbox } from './open-sandbox.js'
import { createSharedClock, type PagesClock, type SharedClock } from './shared-clock.js'
import { type CaughtRequest, createStandIn, plainHeaders, type StandInOptions } from './stand-in.js'
import type { TestSandbox } from './test-sandbox.js'

export type { PagesClock, SharedClock } from './shared-clock.js'
export type { StandInOptions } from './stand-in.js'

/** What is used of a request of Playwright. */
export interface PagesRequest {
  url(): string
  method(): string
  allHeaders(): Promise<Record<string, string>>
  postDataBuffer(): Buffer | null
}

/** What is used of a route of Playwright. */
export interface PagesRoute {
  request(): PagesRequest
  fulfill(answer: { status: number; headers: Record<string, string>; body: Buffer }): Promise<void>
  abort(errorCode?: string): Promise<void>
}

/** What is used of a context of Playwright: all pages of a test are in one. */
export interface PagesContext {
  readonly clock: PagesClock
  route(url: (url: URL) => boolean, handler: (route: PagesRoute) => Promise<void>): Promise<unknown>
}

/** How the sandbox of a test is opened, and which requests of its pages it answers. */
export type SandboxFixturesOptions = OpenSandboxOptions & Partial<StandInOptions>

/** The fixtures that tests get. */
export interface SandboxFixtures<Operation extends string = OperationId> {
  /** A sandbox of this test alone. */
  readonly sandbox: TestSandbox<Operation>
  /** The clocks of the sandbox and of the pages, moved together. */
  readonly sandboxClock: SharedClock
}

type Use<Value> = (value: Value) => Promise<void>

const caught = async (request: PagesRequest): Promise<CaughtRequest> => ({
  url: request.url(),
  method: request.method(),
  headers: Object.entries(await request.allHeaders()),
  body: request.postDataBuffer() ?? undefined,
})

/** Playwright takes several cookies as lines of one header. */
const headersOf = (response: Response): Record<string, string> => {
  const headers = Object.fromEntries(plainHeaders(response))
  const cookies = response.headers.getSetCookie().join('\n')
  return cookies === '' ? headers : { ...headers, 'set-cookie': cookies }
}

/** Has a sandbox answer what the pages of a context ask of `baseUrl`. */
export const routeToSandbox = async (
  context: Pick<PagesContext, 'route'>,
  sandbox: Pick<TestSandbox, 'url' | 'fetch'>,
  options: StandInOptions,
): Promise<void> => {
  const { matches, answer } = createStandIn(sandbox, options)
  await context.route(
    (url) => matches(url.href),
    async (route) => {
      try {
        const response = await answer(await caught(route.request()))
        const body = Buffer.from(await response.arrayBuffer())
        await route.fulfill({ status: response.status, headers: headersOf(response), body })
      } catch {
        // A fault broke the connection, in the middle of the body perhaps.
        await route.abort('connectionreset').catch(() => undefined)
      }
    },
  )
}

/**
 * Fixtures for `test.extend`: each test gets a sandbox of its own. With `baseUrl`, the API as the
 * application calls it, all pages are answered by the sandbox; without, it is the `baseURL` of the test.
 */
export const sandboxFixtures = <Operation extends string = OperationId>(
  options: SandboxFixturesOptions = {},
) => {
  const { baseUrl, to, ...opened } = options
  const standIn = baseUrl === undefined ? undefined : { baseUrl, ...(to !== undefined && { to }) }
  return {
    // Playwright reads from the text of a function which fixtures it asks for.
    // eslint-disable-next-line no-empty-pattern
    sandbox: async ({}, use: Use<TestSandbox<Operation>>): Promise<void> => {
      const sandbox = await openSandbox<Operation>(opened as OpenSandboxOptions)
      try {
        await use(sandbox)
      } finally {
        await sandbox.close()
      }
    },
    sandboxClock: async (
      { sandbox, context }: { sandbox: TestSandbox<Operation>; context: PagesContext },
      use: Use<SharedClock>,
    ): Promise<void> => use(createSharedClock(sandbox, context.clock)),
    ...(standIn
      ? {
          context: async <Context extends PagesContext>(
            { sandbox, context }: { sandbox: TestSandbox<Operation>; context: Context },
            use: Use<Context>,
          ): Promise<void> => {
            await routeToSandbox(context, sandbox, standIn)
            await use(context)
          },
        }
      : {
          baseURL: async (
            { sandbox }: { sandbox: TestSandbox<Operation> },
            use: Use<string>,
          ): Promise<void> => use(sandbox.url),
        }),
  }
}
