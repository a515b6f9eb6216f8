import type { Browser } from 'playwright-core'
import { createServer, type Server } from '../../src/index.js'
import { launchBrowser } from './browser.js'
import { call, type ConsoleView, faultsOf, logIn, openConsole, showPart } from './console-view.js'

let browser: Browser
let view: ConsoleView | undefined
const servers: Server[] = []

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())
afterEach(async () => {
  if (view) expect(faultsOf(view.watched)).toEqual([])
  expect(view?.watched.strays() ?? []).toEqual([])
  await view?.context.close()
  view = undefined
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

/** Opens a server, and tells where it is. */
const open = async (
  options: Parameters<typeof createServer>[0] = {},
  host = '127.0.0.1',
): Promise<{ server: Server; url: string }> => {
  const server = await createServer(options)
  servers.push(server)
  const { port } = await server.listen({ host })
  return { server, url: `http://127.0.0.1:${port}` }
}

test('where other machines reach the server, the console asks for the token and keeps it for the tab', async () => {
  const { server, url } = await open({ profile: 'local' }, '0.0.0.0')
  view = await openConsole(browser, `${url}/_sandbox/`)
  const { page } = view
  await page.getByRole('heading', { name: 'Control token' }).waitFor()
  await page.getByLabel('Token', { exact: true }).fill('a-wrong-token')
  await page.getByRole('button', { name: 'Open the console' }).click()
  await page.getByText('This is not the token of the server.').waitFor()
  await page.getByLabel('Token', { exact: true }).fill(server.controlToken)
  await page.getByRole('button', { name: 'Open the console' }).click()
  await showPart(page, 'Journal')
  await logIn(url)
  await page.getByRole('button', { name: /POST \/auth\/login/ }).waitFor()
  await page.reload()
  await page.getByRole('button', { name: /POST \/auth\/login/ }).waitFor()
  expect(page.url()).not.toContain(server.controlToken)
  const other = await view.context.newPage()
  await other.goto(`${url}/_sandbox/`)
  await other.getByRole('heading', { name: 'Control token' }).waitFor()
})

test('in public a stranger gets a sandbox, and sees that one alone', async () => {
  const { url } = await open({ profile: 'public' })
  view = await openConsole(browser, `${url}/_sandbox/`)
  const { page } = view
  await page.getByRole('button', { name: 'Get a sandbox of my own' }).click()
  await page.getByRole('heading', { name: /^try-/, level: 1 }).waitFor()
  const own = new URL(page.url()).pathname.replace('/_sandbox/', '')
  await showPart(page, 'Journal')
  await logIn(url + own)
  await page.getByRole('button', { name: /POST \/auth\/login/ }).waitFor()
  const names = page.getByRole('navigation', { name: 'Sandboxes' }).getByRole('listitem')
  expect(await names.count()).toBe(1)
  await page.getByLabel('The control token shows the others').waitFor()
})

test('the host name of a sandbox selects it', async () => {
  const { url } = await open()
  const named = url.replace('127.0.0.1', 'box.localhost')
  view = await openConsole(browser, `${named}/_sandbox/`)
  const { page } = view
  await page.getByRole('heading', { name: 'box', level: 1 }).waitFor()
  await showPart(page, 'Journal')
  await logIn(`${url}/@box`)
  await page.getByRole('button', { name: /POST \/auth\/login/ }).waitFor()
  await page.close()
})

test('everything is reached by keyboard: skip link, tabs, cells, dialogs', async () => {
  const { url } = await open()
  view = await openConsole(browser, `${url}/_sandbox/`)
  const { page } = view
  const focused = () =>
    page.evaluate<string>(
      `(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()`,
    )
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('Skip to the sandbox')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('Fork')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Fork of default' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await focused()).toBe('Fork')
  await page.getByRole('tab', { name: 'Records' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.getByRole('tabpanel', { name: 'Journal' }).waitFor()
  expect(await focused()).toMatch(/^Journal/)
  await page.keyboard.press('End')
  await page.getByRole('tabpanel', { name: 'Seed' }).waitFor()
  await page.keyboard.press('ArrowRight')
  await page.getByRole('tabpanel', { name: 'Records' }).waitFor()
  const cell = page.getByRole('button', { name: /^firstName of / }).first()
  await cell.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type('Typed')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^firstName of \d+: Typed/ }).waitFor()
  expect(await focused()).toMatch(/^firstName of \d+: Typed/)
  // What has the focus shows it.
  const outline = `getComputedStyle(document.activeElement).outlineStyle`
  expect(await page.evaluate<string>(outline)).toBe('solid')
})

const parts = ['Records', 'Journal', 'Outbox', 'Faults', 'Snapshots', 'Seed']

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['dark', 360],
] as const)(
  '%s, %i px: every part fits, is named and readable, and nothing jumps',
  async (colorScheme, width) => {
    const { url } = await open()
    await logIn(url)
    await call(
      `${url}/users/with/a/very/long/path/that/does/not/exist/anywhere/at/all?and=a&query=too`,
    )
    await call(`${url}/auth/forgot-password`, {
      method: 'POST',
      body: { email: 'user@example.com' },
    })
    const size = { width, height: 800 }
    view = await openConsole(browser, `${url}/_sandbox/`, { colorScheme, viewport: size })
    const { page } = view
    for (const part of parts) {
      await showPart(page, part)
      await page.waitForLoadState('networkidle', { timeout: 1000 }).catch(() => undefined)
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
      expect([part, wide <= width]).toEqual([part, true])
      const nameless = await page.evaluate<
        string[]
      >(`[...document.querySelectorAll('button, a, input, select, textarea')]
      .filter((one) => one.checkVisibility() && !one.getAttribute('aria-label') && !one.textContent.trim() && !one.labels?.length)
      .map((one) => one.outerHTML)`)
      expect([part, nameless]).toEqual([part, []])
    }
    await page.reload()
    const chosen = await page.getByRole('tab', { name: 'Seed', selected: true }).boundingBox()
    expect((chosen?.x ?? width) + (chosen?.width ?? 0)).toBeLessThanOrEqual(width)
    const [ground, text] = await page.evaluate<[string, string]>(
      `[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]`,
    )
    expect([ground, text]).toEqual(
      colorScheme === 'dark'
        ? ['rgb(15, 18, 22)', 'rgb(223, 229, 236)']
        : ['rgb(255, 255, 255)', 'rgb(28, 33, 40)'],
    )
    expect(await view.shift()).toBeLessThan(0.05)
  },
)
