import type { Browser, BrowserContext, Page } from 'playwright-core'
import { watch, type Watched } from './try-it-page.js'

/** The console in a browser, and what went wrong in it. */
export interface ConsoleView {
  readonly context: BrowserContext
  readonly page: Page
  readonly watched: Watched
  /** How much moved by itself (Layout Instability API). */
  readonly shift: () => Promise<number>
}

type Options = Parameters<Browser['newContext']>[0]

/** In the page, which has types of its own. */
const noteShifts = `
  globalThis.shift = 0
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries())
      if (!hadRecentInput) globalThis.shift += value
  }).observe({ type: 'layout-shift', buffered: true })
`

/** Opens the console at a URL. */
export const openConsole = async (
  browser: Browser,
  url: string,
  options: Options = {},
): Promise<ConsoleView> => {
  const context = await browser.newContext(options)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const watched = watch(context)
  const page = await context.newPage()
  await page.addInitScript({ content: noteShifts })
  page.setDefaultTimeout(10_000)
  await page.goto(url)
  await page.locator('main h1').waitFor()
  const shift = () => page.evaluate<number>('globalThis.shift')
  return { context, page, watched, shift }
}

/** What was copied. */
export const clipboardOf = (page: Page): Promise<string> =>
  page.evaluate<string>('navigator.clipboard.readText()')

/** Shows a part of the sandbox. */
export const showPart = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('tab', { name }).click()
  await page.getByRole('tabpanel', { name }).waitFor()
}

/** Refusals that tests provoke are told in the console of the browser: those are no faults. */
export const faultsOf = ({ faults }: Watched): readonly string[] =>
  faults.filter((fault) => !/the server responded with a status of 4\d\d/.test(fault))

/** Calls an operation as an app does. */
export const call = async (
  url: string,
  { method = 'GET', body, token }: { method?: string; body?: unknown; token?: string } = {},
): Promise<Response> =>
  fetch(url, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

/** Logs the user of the seed in. */
export const logIn = async (url: string): Promise<string> => {
  const body = { email: 'user@example.com', password: 'password123' }
  const answer = await call(`${url}/auth/login`, { method: 'POST', body })
  return ((await answer.json()) as { token: string }).token
}
