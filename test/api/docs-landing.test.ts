import { execFile } from 'node:child_process'
import { createServer, type Server } from '../../src/index.js'
import { browser, docsOf, type GetDocs, visibleText } from './support/docs-call.js'

let server: Server
let get: GetDocs
beforeAll(async () => {
  server = await createServer()
  get = docsOf(server)
})
afterAll(() => server.close())

const base = '/apis/authentication/openapi'

test('/ leads to everything that there is', async () => {
  const { status, headers, text } = await get('/')
  expect([status, headers.get('vary')]).toEqual([200, 'Accept, Origin'])
  const shown = visibleText(text)
  for (const url of [`/_mock${base}/`, '/', '/_sandbox/v1/'])
    expect(shown).toContain(`http://localhost:4010${url}\n`)
  const links = [...text.matchAll(/<a[^>]* href="(\/[^"]*)"/g)].map(([, href = '']) => href)
  expect(links).toEqual(
    expect.arrayContaining([
      ...[base, '/_docs/_sandbox', `/_bundle${base}.yaml`, `/_bundle${base}.json`],
      `${base}/users/userscontroller_findusers`,
      `${base}/authentication/authcontroller_login`,
    ]),
  )
  for (const href of new Set(links)) expect([href, (await get(href)).status]).toEqual([href, 200])
  expect(headers.get('content-security-policy')).toContain("script-src 'self'")
})

test('the index says where pages and bundles are', async () => {
  const { surfaces } = JSON.parse((await get('/', {})).text) as {
    surfaces: { title: string; docs: string; bundle: Record<string, string> }[]
  }
  const bundle = { yaml: `/_bundle${base}.yaml`, json: `/_bundle${base}.json` }
  expect(surfaces.map(({ title, docs }) => [title, docs])).toEqual([
    ['Mock server', base],
    ['Control API', '/_docs/_sandbox'],
    ['Sandbox', base],
  ])
  expect(surfaces[0]?.bundle).toEqual(bundle)
})

test('/ is Markdown for who asks for it, and of the sandbox below /@NAME/', async () => {
  const { headers, text } = await get('/@alice/', { accept: 'text/markdown' })
  expect(headers.get('content-type')).toBe('text/markdown; charset=utf-8')
  expect(text).toContain('http://localhost:4010/@alice/auth/login')
  expect(text).toContain(`](/@alice${base}/users/userscontroller_findusers)`)
})

/** What a shell prints that runs some commands. */
const bash = (script: string): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile('bash', ['-c', script], (error, stdout) => (error ? reject(error) : resolve(stdout)))
  })

test('the first calls work as they are pasted', async () => {
  const { port } = await server.listen()
  const { text } = await get('/', { accept: 'text/markdown' })
  const blocks = [...text.matchAll(/```bash\n([^]*?)\n```/g)].map(([, block = '']) => block)
  expect(blocks).toHaveLength(2)
  const [mock, session] = await Promise.all(
    blocks.map((block) => bash(block.replaceAll('localhost:4010', `localhost:${port}`))),
  )
  expect(mock).toContain('{"message":"Login successful","token":"jwt_token_here"}')
  expect(session).toContain('HTTP/1.1 200 OK')
  expect(session).toContain('"email":"user@example.com"')
})

test('a contract without a login has one first call; one of many operations no list of them', async () => {
  const get200 = { get: { responses: { 200: { description: 'OK' } } } }
  const paths = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`/a${index}`, get200]),
  )
  const contract = { openapi: '3.0.3', info: { title: 'Many', version: '1' }, paths }
  const many = await createServer({ contract })
  const { text } = await docsOf(many)('/', { accept: 'text/markdown' })
  await many.close()
  expect(text.match(/```bash/g)).toHaveLength(1)
  expect(text).toContain('curl -i -X GET \\\n  http://localhost:4010/_mock/many/a0\n')
  expect(text).toContain('[All 300 operations](/_docs/many)')
  expect(text).not.toContain('/a1`')
})

test('what another contract answers at the root is told', async () => {
  const paths = { '/same': { get: { responses: { 200: { description: 'OK' } } } } }
  const contract = ['One', 'Two'].map((title) => ({
    openapi: '3.0.3',
    info: { title, version: '1' },
    paths,
  }))
  const both = await createServer({ contract })
  const { text } = await docsOf(both)('/', browser)
  await both.close()
  expect(visibleText(text)).toContain(
    'GET /_mock/two/same: here it is /_mock/one/same that answers',
  )
})
