import type { BrowserContext, Page, Request } from 'playwright-core'

/** What a page was answered, as its reader sees it. */
export interface Shown {
  readonly status: number
  readonly body: unknown
}

/** What went wrong in a page, or left this machine. */
export interface Watched {
  /** Errors of the console (CSP violations are such), exceptions, dialogs. */
  readonly faults: string[]
  /** Requests that went to another host than this one. */
  readonly strays: () => readonly string[]
}

const isHere = (url: string): boolean =>
  /^(data|blob):/.test(url) ||
  /^(127\.0\.0\.1|([a-z0-9-]+\.)?localhost)$/.test(new URL(url).hostname)

/** Notes what the pages of a context do. */
export const watch = (context: BrowserContext): Watched => {
  const requests: Request[] = []
  const faults: string[] = []
  // What the policy of a page forbids is told as a request, but never sent.
  const isKept = (request: Request): boolean => request.failure()?.errorText === 'csp'
  context.on('request', (request) => requests.push(request))
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} ${message.location().url}`)
  })
  context.on('weberror', (error) => faults.push(error.error().message))
  context.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  const isStray = (request: Request): boolean => !isHere(request.url()) && !isKept(request)
  return { faults, strays: () => requests.filter(isStray).map((request) => request.url()) }
}

/** Opens a page of ours, and waits until the reference stands in the place of the text. */
export const openPage = async (context: BrowserContext, url: string): Promise<Page> => {
  const page = await context.newPage()
  await page.goto(url)
  await page.locator('#text').waitFor({ state: 'hidden' })
  await testButtons(page).first().waitFor()
  return page
}

const testButtons = (page: Page) => page.getByRole('button', { name: 'Test Request' })

/** The servers that may be chosen, once their list is open. */
export const serverOptions = (page: Page) => page.locator('[role=listbox] [role=option]')

/** Chooses a server by a part of its URL. */
export const chooseServer = async (page: Page, part: string): Promise<void> => {
  await page
    .getByRole('button', { name: /^Server:/ })
    .first()
    .click()
  await serverOptions(page).filter({ hasText: part }).first().click()
}

/** Logs in by the button of the page; `user` is chosen where it is said. */
export const logIn = async (page: Page, user?: string): Promise<string> => {
  const form = page.locator('#try-it form.login')
  if (user !== undefined) await form.locator('input[name=user]').fill(user)
  await form.getByRole('button').click()
  return statusWith(page, /Logged in as/)
}

/** What the page tells of what it did, once that is what is expected. */
export const statusWith = async (page: Page, expected: RegExp): Promise<string> => {
  const status = page.locator('#try-it [role=status]').filter({ hasText: expected })
  await status.waitFor()
  await testButtons(page).first().waitFor()
  return (await status.textContent()) ?? ''
}

/** Opens the request of an operation (`get /auth/user`), sends it as it is, and closes it again. */
export const send = async (page: Page, operation = ''): Promise<Shown> => {
  const button = testButtons(page).filter({ hasText: operation }).first()
  await button.scrollIntoViewIfNeeded()
  await button.click()
  const dialog = page.locator('.scalar-client')
  const answered = page.waitForResponse((response) => response.request().method() !== 'OPTIONS')
  await dialog.getByRole('button', { name: /^Send/ }).first().click()
  const response = await answered
  const shown = dialog.locator('section[aria-label^="Response"]')
  await shown.getByText(`${response.status()} `).first().waitFor()
  const body: unknown = await response.json().catch(() => undefined)
  // What its reader sees is what was answered.
  const first = Object.values((body ?? {}) as object)[0]
  if (typeof first === 'string') await shown.getByText(first).first().waitFor()
  await page
    .locator('.scalar-app-exit, [aria-label="Close Client"], .app-exit-button')
    .first()
    .click()
  return { status: response.status(), body }
}
