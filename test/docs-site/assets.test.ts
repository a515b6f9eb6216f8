import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { createServer, type Server } from '../../src/index.js'

let server: Server
beforeAll(async () => {
  server = await createServer()
})
afterAll(() => server.close())

const page = '/apis/authentication/openapi/authentication/authcontroller_login'

const ask = (path: string, headers: Record<string, string> = {}) =>
  server.fetch(new Request(`http://localhost${path}`, { headers }))

const bytesOf = async (answer: Response): Promise<Buffer> => Buffer.from(await answer.arrayBuffer())

/** The script of the reference component as a page asks for it. */
const scriptOf = async (path: string) => {
  const html = await (await ask(path, { accept: 'text/html' })).text()
  const [, src = '', integrity = ''] =
    /<script src="([^"]*scalar[^"]*)" integrity="([^"]*)" defer>/.exec(html) ?? []
  return { src, integrity, html }
}

test('the reference component: pinned by its bytes, packed or plain, kept for good', async () => {
  const { src, integrity } = await scriptOf(page)
  const plain = await ask(src)
  expect(plain.headers.get('content-encoding')).toBeNull()
  const bytes = await bytesOf(plain)
  expect(`sha384-${createHash('sha384').update(bytes).digest('base64')}`).toBe(integrity)

  const packed = await ask(src, { 'accept-encoding': 'gzip, br' })
  expect(packed.headers.get('content-encoding')).toBe('gzip')
  expect(packed.headers.get('vary')).toMatch(/accept-encoding/i)
  expect(packed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(gunzipSync(await bytesOf(packed)).equals(bytes)).toBe(true)

  const etag = packed.headers.get('etag') ?? ''
  expect(etag).not.toBe(plain.headers.get('etag'))
  const known = await ask(src, { 'accept-encoding': 'gzip', 'if-none-match': etag })
  expect(known.status).toBe(304)
  expect((await ask(src.replace('.js', 'x.js'))).status).toBe(404)
})

test('its licence is served with it', async () => {
  const licence = await ask('/_docs/_assets/scalar.LICENSE.txt')
  expect(licence.headers.get('content-type')).toMatch('text/plain')
  expect(await licence.text()).toMatch(/MIT License[^]*Scalar/)
})

test('a page loads scripts and styles of this server only, and writes none of them into itself', async () => {
  const { html } = await scriptOf(page)
  const loaded = [...html.matchAll(/<(?:script|link)[^>]*(?:src|href)="([^"]*)"/g)].map(
    ([, url]) => url,
  )
  expect(loaded.filter((url) => !url?.startsWith('/'))).toEqual([])
  expect(html).not.toMatch(/<script(?![^>]*src=)/)
  expect(html).not.toMatch(/ on[a-z]+=/)
  for (const name of ['docs.js', 'try-it.css', 'page.css'])
    expect(html.includes(name) && (await ask(`/_docs/_assets/${name}`)).status).toBe(200)
})

test('a page is the same for everybody: what depends on who asks is asked for by its script', async () => {
  const [one, other] = [await ask(page), await ask(page)]
  expect(await one.text()).toBe(await other.text())
  expect(one.headers.get('etag')).toBe(other.headers.get('etag'))
  const named = await (await ask(`/@ann${page}`)).text()
  expect(named).toContain('data-sandbox="ann"')
})
