import type { Browser } from 'playwright-core'
import { createServer, type Server } from '../../src/index.js'
import { launchBrowser } from './browser.js'
import { type ConsoleView, faultsOf, openConsole } from './console-view.js'

/** What the tests of a file have before them. */
export interface EachConsole {
  /** Of the sandbox of the test. */
  readonly url: string
  /** The name of the sandbox. */
  readonly name: string
  readonly view: ConsoleView
}

/**
 * Opens the console before each test of a file, on a sandbox that only this test has; after it, nothing may
 * have gone wrong in the page, and nothing may have left the machine.
 */
export const eachConsole = (): EachConsole => {
  const now: { url: string; name: string; view: ConsoleView } = {
    ...{ url: '', name: '' },
    view: undefined as unknown as ConsoleView,
  }
  let browser: Browser
  let server: Server
  let origin: string
  let count = 0
  beforeAll(async () => {
    browser = await launchBrowser()
    server = await createServer()
    origin = (await server.listen()).url.replace('localhost', '127.0.0.1')
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })
  beforeEach(async () => {
    now.name = `box-${++count}`
    now.url = `${origin}/@${now.name}`
    now.view = await openConsole(browser, `${now.url}/_sandbox/`)
  })
  afterEach(async () => {
    expect(faultsOf(now.view.watched)).toEqual([])
    expect(now.view.watched.strays()).toEqual([])
    await now.view.context.close()
  })
  return now
}
