import type { Browser, BrowserContext, Page } from 'playwright-core'
import { createServer, type Server } from '../../src/index.js'
import { launchBrowser } from './browser.js'

const base = '/apis/authentication/openapi'

let browser: Browser
let server: Server
let url: string
let hosts: Set<string>
let errors: string[]
let context: BrowserContext

beforeAll(async () => {
  browser = await launchBrowser()
  server = await createServer()
  ;({ url } = await server.listen())
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})
afterEach(() => context.close())

/** A page of a browser that runs no scripts; what it asks for and complains of is noted. */
const openPage = async (options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> => {
  context = await browser.newContext({ javaScriptEnabled: false, ...options })
  hosts = new Set()
  errors = []
  const page = await context.newPage()
  page.on('request', (request) => hosts.add(new URL(request.url()).host))
  page.on('response', (response) => {
    if (response.status() >= 400) errors.push(`${response.status()} ${response.url()}`)
  })
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  return page
}

const nothingElsewhere = (): void => {
  expect([...hosts]).toEqual([new URL(url).host])
  expect(errors).toEqual([])
}

test('without JavaScript an operation is all there, in the documented order', async () => {
  const page = await openPage()
  await page.goto(`${url}${base}/authentication/authcontroller_login`)
  const text = (await page.textContent('article')) ?? ''
  for (const shown of [
    `${url}/_mock${base}/auth/login`,
    'https://api-staging.heydonto.com/auth/login',
    'https://api.heydonto.com/auth/login',
    'The email address of the user',
    'jwt_token_here',
  ])
    expect(text).toContain(shown)
  const tabs = await page.locator('details > summary').allTextContents()
  expect(tabs).toEqual([
    ...['curl', 'JavaScript', 'Node.js', 'Python', 'Java', 'C#', 'PHP', 'Go', 'Ruby', 'R'],
    'Payload',
  ])
  expect(await page.locator('details[open] > summary').allTextContents()).toEqual(['curl'])
  await page.getByText('Ruby', { exact: true }).click()
  expect(await page.locator('details[open] pre').first().isVisible()).toBe(true)
  nothingElsewhere()
})

test('the pages are walked through by links and by the keyboard', async () => {
  const page = await openPage()
  await page.goto(`${url}/`)
  await page.getByRole('link', { name: 'Retrieve a list of users' }).click()
  expect(await page.textContent('h1')).toBe('Retrieve a list of users')
  await page.getByRole('link', { name: 'Create a new user' }).last().click()
  expect(new URL(page.url()).pathname).toBe(`${base}/users/userscontroller_createuser`)
  await page.keyboard.press('Tab')
  expect(await page.locator(':focus').textContent()).toBe('Skip to the content')
  await page.keyboard.press('Enter')
  expect(page.url()).toMatch(/#content$/)
  nothingElsewhere()
})

test('on a phone the navigation unfolds, and nothing is wider than the screen', async () => {
  const page = await openPage({ viewport: { width: 360, height: 740 } })
  for (const path of ['/', base, `${base}/users`, `${base}/users/userscontroller_createuser`]) {
    await page.goto(`${url}${path}`)
    const box = await page.locator('html').boundingBox()
    const main = await page.locator('main').boundingBox()
    expect([path, (main?.x ?? 0) + (main?.width ?? 0)]).toEqual([path, box?.width])
  }
  const link = page.getByRole('navigation', { name: 'Operations' }).getByText('Delete a user')
  expect(await link.isVisible()).toBe(false)
  await page.getByText('Menu', { exact: true }).click()
  expect(await link.isVisible()).toBe(true)
  nothingElsewhere()
})

test('it is dark where the reader likes that', async () => {
  const grounds: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    // Scripts of the test run although those of the page do not.
    const page = await openPage({ colorScheme, javaScriptEnabled: true })
    await page.goto(`${url}${base}`)
    grounds.push(await page.evaluate('getComputedStyle(document.body).backgroundColor'))
    if (colorScheme === 'light') await context.close()
  }
  expect(grounds).toEqual(['rgb(255, 255, 255)', 'rgb(15, 18, 22)'])
})
