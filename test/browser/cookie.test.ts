import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { createServer, type Server } from '../../src/index.js'
import { launchBrowser, servePages, type OtherPages } from './browser.js'

let browser: Browser
let pages: OtherPages
let server: Server
let url: string
let port: number
let context: BrowserContext

beforeAll(async () => {
  browser = await launchBrowser()
  pages = await servePages((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' })
    response.end('<!doctype html><title>A front end</title>')
  })
})

afterAll(async () => {
  await browser?.close()
  await pages?.close()
})

beforeEach(async () => {
  server = await createServer()
  ;({ url, port } = await server.listen())
  context = await browser.newContext()
})

afterEach(async () => {
  await context.close()
  await server.close()
})

/** A page of a front end that another server serves at this host. */
const pageAt = async (host: string): Promise<Page> => {
  const page = await context.newPage()
  await page.goto(`http://${host}:${pages.port}/`)
  return page
}

interface Sent {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: unknown
  readonly credentials?: 'include' | 'omit'
}

/** What the page's own script sees; `blocked` when the browser keeps the answer from it. */
const ask = (page: Page, target: string, sent: Sent = {}) =>
  page.evaluate(
    async ([to, { method = 'GET', headers = {}, body, credentials = 'include' }]) => {
      const json: Record<string, string> =
        body === undefined ? {} : { 'content-type': 'application/json' }
      try {
        const answer = await fetch(to, {
          method,
          credentials,
          headers: { ...json, ...headers },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        })
        const text = await answer.text()
        const id = answer.headers.get('x-request-id')
        return { status: answer.status, body: text === '' ? null : JSON.parse(text), id }
      } catch {
        return { status: 'blocked' as const, body: null, id: null }
      }
    },
    [target, sent] as const,
  )

const login: Sent = {
  method: 'POST',
  body: { email: 'user@example.com', password: 'password123' },
}
const logout: Sent = { method: 'POST' }

describe('the cookie, from a page on another port', () => {
  const hosts = ['localhost', '127.0.0.1']
  test.each(hosts)('%s: login → /auth/user → tos-accept → logout → 401', async (host) => {
    const base = `http://${host}:${port}`
    const page = await pageAt(host)
    expect(await ask(page, `${base}/auth/user`)).toMatchObject({ status: 401 })

    const answer = await ask(page, `${base}/auth/login`, login)
    expect(answer).toMatchObject({ status: 200, body: { message: 'Login successful' } })
    expect(answer.id).toMatch(/\S/)

    const user = await ask(page, `${base}/auth/user`)
    expect(user).toMatchObject({ status: 200, body: { email: 'user@example.com', id: '1234' } })
    expect(await ask(page, `${base}/auth/tos-accept`, logout)).toMatchObject({ status: 200 })

    // A script cannot read it, and it ends with the browser.
    const [cookie, ...others] = await context.cookies(base)
    expect(others).toEqual([])
    expect(cookie).toMatchObject({
      name: 'access_token',
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
      expires: -1,
    })
    expect(await page.evaluate('document.cookie')).toBe('')

    expect(await ask(page, `${base}/auth/logout`, logout)).toMatchObject({ status: 200 })
    expect(await context.cookies(base)).toEqual([])
    expect(await ask(page, `${base}/auth/user`)).toMatchObject({ status: 401 })
  })

  test('without credentials: include nothing is signed in', async () => {
    const page = await pageAt('localhost')
    await ask(page, `${url}/auth/login`, login)
    const user = await ask(page, `${url}/auth/user`, { credentials: 'omit' })
    expect(user).toMatchObject({ status: 401 })
  })

  test('errors can be read as well', async () => {
    const page = await pageAt('localhost')
    const wrong = { ...login, body: { email: 'user@example.com' } }
    expect(await ask(page, `${url}/auth/login`, wrong)).toMatchObject({
      status: 400,
      body: { violations: [{ pointer: '/password' }] },
    })
    expect(await ask(page, `${url}/nowhere`, { method: 'PATCH' })).toMatchObject({ status: 404 })
  })
})

describe('sandboxes by name', () => {
  test('NAME.localhost: each has a cookie of its own', async () => {
    const alice = `http://alice.localhost:${port}`
    const page = await pageAt('alice.localhost')
    expect(await ask(page, `${alice}/auth/login`, login)).toMatchObject({ status: 200 })
    expect(await ask(page, `${alice}/auth/user`)).toMatchObject({ status: 200 })
    expect(await ask(page, `http://bob.localhost:${port}/auth/user`)).toMatchObject({ status: 401 })
    expect(await ask(page, `${url}/auth/user`)).toMatchObject({ status: 401 })
    expect(await server.sandbox('alice').url).toBe(alice)
  })

  test('/@NAME/: the cookie stays below its path', async () => {
    const page = await pageAt('localhost')
    await ask(page, `${url}/@alice/auth/login`, login)
    expect(await ask(page, `${url}/@alice/auth/user`)).toMatchObject({ status: 200 })
    expect(await ask(page, `${url}/@bob/auth/user`)).toMatchObject({ status: 401 })
    expect(await ask(page, `${url}/auth/user`)).toMatchObject({ status: 401 })
    await ask(page, `${url}/auth/login`, login)
    await ask(page, `${url}/@alice/auth/logout`, logout)
    expect(await ask(page, `${url}/@alice/auth/user`)).toMatchObject({ status: 401 })
    expect(await ask(page, `${url}/auth/user`)).toMatchObject({ status: 200 })
  })

  test('X-Sandbox: the browser may send the header', async () => {
    const page = await pageAt('localhost')
    const headers = { 'x-sandbox': 'alice' }
    const answer = await ask(page, `${url}/auth/login`, { ...login, headers })
    expect(answer).toMatchObject({ status: 200 })
    expect(await ask(page, `${url}/auth/user`, { headers })).toMatchObject({ status: 200 })
  })
})

describe('a page of an origin that nobody allowed', () => {
  test('works with a bearer', async () => {
    const page = await pageAt('evil.test')
    const omit = { credentials: 'omit' } as const
    const answer = await ask(page, `${url}/auth/login`, { ...login, ...omit })
    expect(answer).toMatchObject({ status: 200 })
    const headers = { authorization: `Bearer ${(answer.body as { token: string }).token}` }
    const user = await ask(page, `${url}/auth/user`, { ...omit, headers })
    expect(user).toMatchObject({ status: 200, body: { id: '1234' } })
    const gone = await ask(page, `${url}/auth/logout`, { ...logout, ...omit, headers })
    expect(gone).toMatchObject({ status: 200 })
    expect(await ask(page, `${url}/auth/user`, { ...omit, headers })).toMatchObject({ status: 401 })
  })

  test('cannot use the cookie of somebody who is signed in', async () => {
    const page = await pageAt('localhost')
    await ask(page, `${url}/auth/login`, login)
    const evil = await pageAt('evil.test')
    expect(await ask(evil, `${url}/auth/user`)).toMatchObject({ status: 'blocked' })
    expect(await ask(evil, `${url}/auth/logout`, logout)).toMatchObject({ status: 'blocked' })
    // A form navigates, and SameSite=Lax keeps the cookie from a POST.
    await evil.setContent(`<form method="post" action="${url}/auth/logout"></form>`)
    await Promise.all([
      evil.waitForURL(`${url}/auth/logout`),
      evil.evaluate('document.forms[0].submit()'),
    ])
    expect(await ask(page, `${url}/auth/user`)).toMatchObject({ status: 200 })
  })

  test('gets no cookie from a login', async () => {
    const evil = await pageAt('evil.test')
    expect(await ask(evil, `${url}/auth/login`, login)).toMatchObject({ status: 'blocked' })
    expect(await context.cookies(url)).toEqual([])
  })

  test('cannot read or reset anything through the control API', async () => {
    const home = await pageAt('localhost')
    const forgot = { method: 'POST', body: { email: 'user@example.com' } }
    await ask(home, `${url}/auth/forgot-password`, forgot)
    const outbox = await ask(home, `${url}/_sandbox/v1/outbox`)
    expect((outbox.body as { mails: unknown[] }).mails).toHaveLength(2)

    const evil = await pageAt('evil.test')
    for (const credentials of ['include', 'omit'] as const) {
      const read = await ask(evil, `${url}/_sandbox/v1/outbox`, { credentials })
      expect(JSON.stringify(read.body)).not.toContain('mails')
      expect(read.status).toBe(credentials === 'include' ? 'blocked' : 403)
      await ask(evil, `${url}/_sandbox/v1/reset`, { method: 'POST', credentials })
    }
    expect(await server.sandbox().outbox()).toHaveLength(2)
  })

  test('cannot reach the server under a name of its own (DNS rebinding)', async () => {
    const page = await context.newPage()
    const answer = await page.goto(`http://evil.test:${port}/_sandbox/v1/outbox`)
    expect(answer?.status()).toBe(421)
    expect(await page.textContent('body')).not.toContain('mails')
  })
})

describe('headers that a page may send', () => {
  const omit = { credentials: 'omit' } as const
  test('COR-4: those of the contract and well-known ones; others only when they are allowed', async () => {
    const page = await pageAt('evil.test')
    const sent = (headers: Record<string, string>) =>
      ask(page, `${url}/auth/user`, { ...omit, headers })
    expect(await sent({ traceparent: '00-1', 'if-none-match': '"a"' })).toMatchObject({
      status: 401,
    })
    expect(await sent({ 'x-own': '1' })).toMatchObject({ status: 'blocked' })
    const open = await createServer({ allowHeader: ['X-Own'] })
    const { url: other } = await open.listen()
    const headers = { 'x-own': '1' }
    expect(await ask(page, `${other}/auth/user`, { ...omit, headers })).toMatchObject({
      status: 401,
    })
    await open.close()
  })
})

describe('the public profile', () => {
  const host = 'evil.test'
  let open: Server
  let base: string
  beforeEach(async () => {
    open = await createServer({ profile: 'public', allowHost: [host] })
    const listening = await open.listen()
    base = `http://${host}:${listening.port}`
  })
  afterEach(() => open.close())

  /** A page that the server itself has shown. */
  const ownPage = async (): Promise<Page> => {
    const page = await context.newPage()
    await page.goto(`${base}/_sandbox/v1/health`)
    return page
  }

  test('COR-11: a page of the server gets a name, and uses the control API of its sandbox', async () => {
    const page = await ownPage()
    const given = await ask(page, `${base}/_sandbox/v1/sandboxes`, { method: 'POST' })
    expect(given).toMatchObject({ status: 201 })
    const own = (given.body as { url: string }).url
    expect(own).toMatch(new RegExp(`^${base}/@try-`))
    expect(await ask(page, `${own}/_sandbox/v1/outbox`)).toMatchObject({ status: 200 })
    expect(await ask(page, `${own}/_sandbox/v1/reset`, { method: 'POST' })).toMatchObject({
      status: 204,
    })
    expect(await ask(page, `${base}/@alice/_sandbox/v1/outbox`)).toMatchObject({ status: 401 })
    expect(await ask(page, `${base}/@alice/auth/user`)).toMatchObject({ status: 404 })

    // A page elsewhere, even on the same host, uses the operations alone.
    const foreign = await pageAt(host)
    const omit = { credentials: 'omit' } as const
    expect(await ask(foreign, `${own}/auth/user`, omit)).toMatchObject({ status: 401 })
    expect(await ask(foreign, `${own}/_sandbox/v1/outbox`, omit)).toMatchObject({ status: 403 })
  })

  test('COR-3: any page works with a bearer, no page with cookies', async () => {
    const given = await ask(await ownPage(), `${base}/_sandbox/v1/sandboxes`, { method: 'POST' })
    const own = (given.body as { url: string }).url
    const page = await pageAt('localhost')
    const omit = { credentials: 'omit' } as const
    expect(await ask(page, `${own}/auth/login`, login)).toMatchObject({ status: 'blocked' })
    const answer = await ask(page, `${own}/auth/login`, { ...login, ...omit })
    expect(answer).toMatchObject({ status: 200 })
    const headers = { authorization: `Bearer ${(answer.body as { token: string }).token}` }
    expect(await ask(page, `${own}/auth/user`, { ...omit, headers })).toMatchObject({ status: 200 })
    expect(await context.cookies(base)).toEqual([])
  })
})

test('the landing page is shown, without an error', async () => {
  const page = await context.newPage()
  const errors: string[] = []
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(`${url}/`)
  expect(await page.title()).toBe('openapi-sandbox')
  expect(await page.textContent('h1')).toBe('openapi-sandbox')
  const text = (await page.textContent('body')) ?? ''
  for (const shown of ['/auth/login', '/_mock/apis/authentication/openapi/auth/login'])
    expect(text).toContain(shown)
  const screenshot = join(tmpdir(), 'openapi-sandbox-landing.png')
  expect((await page.screenshot({ path: screenshot, fullPage: true })).length).toBeGreaterThan(5000)
  // The browser asks for an icon by itself; that it has none is no fault of the page.
  expect(errors.filter((error) => !/404/.test(error))).toEqual([])
})
