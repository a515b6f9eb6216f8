import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { createServer, type Server } from '../../src/index.js'
import { documentedLanguages } from '../api/support/documented-samples.js'
import { launchBrowser, servePages, type OtherPages } from './browser.js'
import {
  chooseServer,
  logIn,
  openPage,
  send,
  serverOptions,
  statusWith,
  watch,
  type Watched,
} from './try-it-page.js'

const docs = '/apis/authentication/openapi'
const currentUser = `${docs}/authentication/authcontroller_getcurrentuser`
const login = `${docs}/authentication/authcontroller_login`
const deleteUser = `${docs}/users/userscontroller_deleteuser`

const scalar = gunzipSync(
  readFileSync(join(__dirname, '../../dist/docs-site/scalar/standalone.js.gz')),
)

let browser: Browser
let server: Server
let origin: string
let context: BrowserContext
let watched: Watched

beforeAll(async () => {
  browser = await launchBrowser()
  server = await createServer()
  const { port } = await server.listen({ host: '127.0.0.1' })
  origin = `http://127.0.0.1:${port}`
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1400, height: 1000 } })
  watched = watch(context)
})

afterEach(async () => {
  // Nothing leaves this machine, whatever a test does.
  expect(watched.strays()).toEqual([])
  await context.close()
})

/** The first segments of the pages below an index. */
const pagesOf = async (at: string, base: string): Promise<Record<string, true>> => {
  const html = await (await fetch(at + base)).text()
  const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href)
  const below = links.filter((href) => href.startsWith(`${base}/`) && href.split('/').length === 4)
  return Object.fromEntries(below.map((href) => [href.split('/')[3], true]))
}

const john = { id: '1234', email: 'user@example.com', role: 'SITE_USER' }

test('the page shows the reference, without an error or a breach of its policy', async () => {
  const page = await openPage(context, origin + login)
  expect(watched.faults).toEqual([])
  expect(await page.locator('#reference').innerText()).toContain('/auth/login')
  expect(await page.locator('h1:visible').allTextContents()).toHaveLength(1)
  const urls = await page.locator('#try-it .urls li').allInnerTexts()
  expect(urls.map((text) => text.replace(/\s+/g, ' '))).toEqual([
    `Mock server: ${origin}/_mock${docs}/auth/login`,
    `Sandbox: ${origin}/auth/login`,
    `Mock server: https://docs.heydonto.com/_mock${docs}/auth/login`,
    'Sandbox: https://api-staging.heydonto.com/auth/login',
    'Production: https://api.heydonto.com/auth/login',
  ])
  // The servers: this one first, then the real ones, of which none is chosen.
  await page
    .getByRole('button', { name: /^Server:/ })
    .first()
    .click()
  const servers = (await serverOptions(page).allInnerTexts()).map((text) => text.trim())
  expect(servers).toEqual([
    `${origin}/_mock${docs}`,
    `${origin}/@{sandbox}`,
    'https://api-staging.heydonto.com/',
    'https://api.heydonto.com/',
  ])
})

test('the ten languages and Payload are offered, in the order of the documentation', async () => {
  const page = await openPage(context, origin + login)
  await page.getByTestId('client-picker').click()
  const offered = await page
    .locator('[role=option], [role=menuitem]')
    .locator('visible=true')
    .allInnerTexts()
  expect(offered.map((text) => text.trim())).toEqual(documentedLanguages)
})

test('the first click on "Send" logs in, on the mock and on the sandbox', async () => {
  const page = await openPage(context, origin + login)
  expect(await send(page)).toEqual({
    status: 200,
    body: { message: 'Login successful', token: 'jwt_token_here' },
  })
  await chooseServer(page, '@{sandbox}')
  expect(await send(page)).toMatchObject({
    status: 200,
    body: { message: 'Login successful', token: expect.stringMatching(/^ey/) },
  })
  expect(watched.faults).toEqual([])
})

test('"Log in as" serves mock and sandbox, this page and the next; "Reset" brings everything back', async () => {
  const page = await openPage(context, origin + currentUser)
  // The mock asks that credentials be there, no more: the first click succeeds before anybody has logged in.
  expect(await send(page)).toMatchObject({ status: 200, body: john })
  await chooseServer(page, '@{sandbox}')
  expect((await send(page)).status).toBe(401)
  await logIn(page)
  // What was chosen stays.
  expect(await send(page)).toMatchObject({ status: 200, body: john })
  await chooseServer(page, '_mock')
  expect(await send(page)).toMatchObject({ status: 200, body: john })
  await chooseServer(page, '@{sandbox}')

  const next = await openPage(context, origin + deleteUser)
  await statusWith(next, /Logged in as user@example.com/)
  expect((await send(next)).status).toBe(200)
  expect((await send(next)).status).toBe(404)
  await next.getByRole('button', { name: 'Reset my sandbox' }).click()
  await statusWith(next, /first contents/)
  expect((await send(next)).status).toBe(200)
  // Of the real servers nobody was asked: afterEach sees to that. The 401 and the 404 were meant.
  expect(watched.faults.filter((fault) => !/status of 40[14]/.test(fault))).toEqual([])
})

test('the text is one click away, and is all there is without scripts', async () => {
  const page = await openPage(context, origin + currentUser)
  await page.getByRole('button', { name: 'Text' }).click()
  expect(await page.locator('#text').isVisible()).toBe(true)
  expect(await page.locator('#try-it .urls').isVisible()).toBe(false)
  expect(await page.locator('#reference').isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Reference' }).click()
  expect(await page.locator('#reference').isVisible()).toBe(true)

  const plain = await browser.newContext({ javaScriptEnabled: false })
  const unscripted = await plain.newPage()
  await unscripted.goto(origin + currentUser)
  expect(await unscripted.locator('#text').isVisible()).toBe(true)
  expect(await unscripted.locator('#try-it').isVisible()).toBe(false)
  await plain.close()
})

test('COR-8: what the address of a page says changes nothing but the place on it', async () => {
  const evil = 'http://evil.test/openapi.json'
  const query = `?url=${evil}&configUrl=${evil}&spec-url=${evil}&api=evil&server=${evil}`
  for (const hash of [`#/evil?url=${evil}`, '#reference/evil']) {
    const page = await openPage(context, `${origin}${currentUser}${query}${hash}`)
    expect(await page.locator('#reference').innerText()).toContain('/auth/user')
    await page
      .getByRole('button', { name: /^Server:/ })
      .first()
      .click()
    expect(await serverOptions(page).count()).toBe(4)
    expect(await page.locator('#reference').innerText()).not.toContain('evil')
    await page.close()
  }
  expect(watched.faults).toEqual([])
})

describe('a docs site on another port', () => {
  let foreign: OtherPages
  let copy: string

  beforeAll(async () => {
    // Fetched once, as a build of a docs site would.
    copy = await (await fetch(`${origin}${docs}/openapi.json`)).text()
    foreign = await servePages((request, response) => {
      if (request.url === '/scalar.js') return response.end(scalar)
      const source =
        request.url === '/copy' ? `content: ${copy}` : `url: '${origin}${docs}/openapi.json'`
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
      return response.end(`<!doctype html><title>Docs elsewhere</title><link rel="icon" href="data:,">
        <div id="app"></div><script src="/scalar.js"></script>
        <script>Scalar.createApiReference('#app', { ${source}, proxyUrl: '', withDefaultFonts: false,
          telemetry: false, agent: { disabled: true }, mcp: { disabled: true }, showDeveloperTools: 'never',
          defaultOpenAllTags: true, authentication: { preferredSecurityScheme: 'bearer' } })</script>`)
    })
  })

  afterAll(() => foreign?.close())

  /** Sends the request of an operation that stands somewhere on the long page. */
  const sendAt = async (page: Page, summary: string, operation: string) => {
    await page.locator('aside').getByText(summary).first().click()
    return send(page, operation)
  }

  const signIn = async (page: Page): Promise<void> => {
    await chooseServer(page, '@{sandbox}')
    const { status, body } = await sendAt(page, 'Login to set', 'post /auth/login')
    expect(status).toBe(200)
    await page.locator('aside').getByText('Introduction').first().click()
    await page
      .locator('.introduction-card')
      .getByPlaceholder('Token')
      .fill((body as { token: string }).token)
  }

  const open = async (path: string, within = context): Promise<Page> => {
    const page = await within.newPage()
    await page.goto(`http://127.0.0.1:${foreign.port}${path}`)
    await page
      .getByRole('button', { name: /^Server:/ })
      .first()
      .waitFor()
    return page
  }

  test.each(['/', '/copy'])('%s: login → token → the user who is logged in', async (path) => {
    const page = await open(path)
    expect(await sendAt(page, 'Login to set', 'post /auth/login')).toMatchObject({ status: 200 })
    await page.locator('aside').getByText('Introduction').first().click()
    await signIn(page)
    const user = await sendAt(page, 'Get the currently', 'get /auth/user')
    expect(user).toMatchObject({ status: 200, body: john })
    expect(watched.faults).toEqual([])
  })

  test('two visitors never see each other', async () => {
    const other = await browser.newContext({ viewport: { width: 1400, height: 1000 } })
    const [mine, theirs] = [await open('/'), await open('/', other)]
    await signIn(mine)
    await signIn(theirs)
    expect((await sendAt(mine, 'Delete a user', 'delete /user')).status).toBe(200)
    expect((await sendAt(mine, 'Delete a user', 'delete /user')).status).toBe(404)
    expect((await sendAt(theirs, 'Delete a user', 'delete /user')).status).toBe(200)
    await other.close()
  })
})

describe('other contracts', () => {
  let others: Server
  let at: string

  const hostile = [
    '<img src=x onerror="alert(1)">',
    '[link](javascript:alert(2)) <a href="javascript:alert(3)">here</a>',
    '<svg onload="alert(4)"><script>alert(5)</script></svg>',
    '</script><script>alert(6)</script>',
    '![picture](http://evil.test/picture.png)',
  ].join('\n\n')

  const responses = { 200: { description: hostile } }
  const operation = (operationId: string, example: unknown) => ({
    operationId,
    summary: hostile,
    description: hostile,
    tags: [hostile],
    parameters: [
      { name: hostile, in: 'query', description: hostile, example: hostile, schema: {} },
    ],
    requestBody: { content: { 'application/json': { schema: { type: 'object' }, example } } },
    responses,
  })

  const documented = {
    200: { description: 'Good', content: { 'application/json': { example: { ok: 'yes' } } } },
  }

  const contracts = {
    'hostile.json': {
      openapi: '3.0.3',
      info: { title: hostile, version: '</script>', description: hostile },
      tags: [{ name: hostile, description: hostile }],
      paths: { '/evil': { post: operation('evil', { text: hostile }) } },
    },
    'schemes.json': {
      openapi: '3.0.3',
      info: { title: 'Schemes', version: '1' },
      security: [{ oauth: ['read'] }],
      paths: {
        '/oauth': { get: { operationId: 'a', tags: ['t'], responses: documented } },
        '/both': {
          get: {
            operationId: 'b',
            tags: ['t'],
            security: [{ key: [], basic: [] }],
            responses: documented,
          },
        },
      },
      components: {
        securitySchemes: {
          key: { type: 'apiKey', in: 'header', name: 'X-Key' },
          basic: { type: 'http', scheme: 'basic' },
          oauth: {
            type: 'oauth2',
            flows: {
              clientCredentials: {
                tokenUrl: 'https://api.example.com/token',
                scopes: { read: '' },
              },
            },
          },
        },
      },
    },
    'large.json': {
      openapi: '3.0.3',
      info: { title: 'Large', version: '1' },
      security: [{ key: [] }],
      paths: Object.fromEntries(
        Array.from({ length: 1223 }, (_, index) => [
          `/things${index}/{id}`,
          {
            get: {
              operationId: `get${index}`,
              tags: [`tag${index % 20}`],
              parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
              responses: {
                200: {
                  description: 'One',
                  content: {
                    'application/json': { schema: { $ref: '#/components/schemas/Thing' } },
                  },
                },
              },
            },
          },
        ]),
      ),
      components: {
        schemas: {
          Thing: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } },
        },
        securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
      },
    },
  }

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'docs-try-it-'))
    const files = Object.entries(contracts).map(([name, document]) => {
      const file = join(folder, name)
      writeFileSync(file, JSON.stringify(document))
      return file
    })
    others = await createServer({ contract: files, profile: 'public' })
    rmSync(folder, { recursive: true })
    at = `http://127.0.0.1:${(await others.listen({ host: '127.0.0.1' })).port}`
  })

  afterAll(() => others?.close())

  test('COR-7: nothing in the texts of a contract is carried out', async () => {
    const [tag] = Object.keys(await pagesOf(at, '/_docs/hostile'))
    for (const path of ['', `/${tag}`, `/${tag}/evil`]) {
      const page = await openPage(context, `${at}/_docs/hostile${path}`)
      if (path.endsWith('/evil')) expect((await send(page)).status).toBe(200)
      expect(await page.locator('#reference').innerText()).toContain('/evil')
      expect(await page.locator('a[href^="javascript:"]').count()).toBe(0)
      await page.close()
    }
    // A picture of another host is not asked for: the policy forbids it, and afterEach sees to it. One of
    // this host is asked for in vain.
    const isPicture = (fault: string) => /evil\.test\/picture|\/x$/.test(fault)
    expect(watched.faults.filter((fault) => !isPicture(fault))).toEqual([])
    expect(watched.faults.filter(isPicture)).not.toEqual([])
  })

  test('"Log in as" fills in every scheme, and each operation takes its own', async () => {
    const page = await openPage(context, `${at}/_docs/schemes/t`)
    await logIn(page, 'ann@example.com')
    await chooseServer(page, '@{sandbox}')
    expect(await send(page, 'get /oauth')).toMatchObject({ status: 200 })
    expect(await send(page, 'get /both')).toMatchObject({ status: 200 })
    expect(watched.faults).toEqual([])
  })

  test('an operation of a large contract, in the public profile, with an API key', async () => {
    const page = await openPage(context, `${at}/_docs/large/tag3/get1203`)
    // The mock takes the placeholder that stands in the place of a key; the sandbox does not.
    expect((await send(page)).status).toBe(200)
    await chooseServer(page, '@{sandbox}')
    expect((await send(page)).status).toBe(401)
    await logIn(page, 'ann@example.com')
    expect(await send(page)).toMatchObject({ status: 200, body: { id: expect.any(Number) } })
    // The index of so many is text.
    const index = await context.newPage()
    await index.goto(`${at}/_docs/large`)
    expect(await index.locator('#text').isVisible()).toBe(true)
    expect(await index.locator('#try-it').count()).toBe(0)
  })
})
