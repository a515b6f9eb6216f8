import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { browser, docsServers, type GetDocs, sectionOf } from './support/docs-call.js'

const open = docsServers()
const ok = { 200: { description: 'OK' } }
const fixture = (name: string): string => join(__dirname, '../fixtures', name)

const contractOf = (title: string, paths: object, more: object = {}) => ({
  openapi: '3.0.3',
  info: { title, version: '2' },
  paths,
  ...more,
})

describe('several contracts', () => {
  let get: GetDocs
  beforeAll(async () => {
    const contract = [
      fixture('documents/petstore-2.0.json'),
      fixture('documents/visibility.json'),
      contractOf('Plain', { '/a': { get: { responses: ok } } }),
    ]
    get = await open({ contract })
  })

  test('have pages each, and one that lists them', async () => {
    const { text } = await get('/_docs.md', {})
    const links = [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, target]) => target)
    expect(links).toEqual([
      ...['/_docs/petstore-2-0', '/_docs/visibility', '/_docs/plain', '/_docs/_sandbox'],
    ])
    for (const target of links) expect((await get(target as string)).status).toBe(200)
  })

  test('are bundled as they are served: Swagger as OpenAPI', async () => {
    for (const name of ['petstore-2-0', 'visibility', 'plain', '_sandbox']) {
      const json = await get(`/_bundle/${name}.json`, {})
      expect(json.headers.get('content-type')).toBe('application/json; charset=utf-8')
      const document = JSON.parse(json.text) as { openapi: string }
      expect(document.openapi).toMatch(/^3\./)
      const yaml = await get(`/_bundle/${name}.yaml`, {})
      expect(yaml.headers.get('content-type')).toBe('application/yaml')
      expect(load(yaml.text)).toEqual(document)
      expect(yaml.headers.get('content-disposition')).toBe(`inline; filename="${name}.yaml"`)
      const again = await get(`/_bundle/${name}.yaml`, {
        'if-none-match': yaml.headers.get('etag') ?? '',
      })
      expect(again.status).toBe(304)
    }
    expect((await get('/_bundle/nothing.yaml', browser)).status).toBe(404)
  })

  test('have collections and files of requests, with the mock of each as their server', async () => {
    const postman = await get('/_bundle/plain.postman_collection.json', {})
    expect(postman.headers.get('content-disposition')).toBe(
      'attachment; filename="plain.postman_collection.json"',
    )
    expect(JSON.stringify(JSON.parse(postman.text))).toContain('http://localhost:4010/_mock/plain')
    expect((await get('/_bundle/plain.http', {})).text).toContain(
      '@baseUrl = http://localhost:4010/_mock/plain',
    )
  })

  test('tell what only requests, or only answers, carry', async () => {
    const index = await get('/_docs/visibility.md', {})
    const pages = [...index.text.matchAll(/\]\((\/_docs\/visibility\/[^)/]+\/[^)]+)\)/g)]
    const texts = await Promise.all(
      pages.map(async ([, page = '']) => (await get(`${page}.md`, {})).text),
    )
    expect(texts.join('\n')).toMatch(/, write-only/)
    expect(texts.join('\n')).toMatch(/, read-only/)
    for (const text of texts) {
      expect(sectionOf(text, 'Request').join('\n')).not.toContain(', read-only')
      expect(sectionOf(text, 'Responses').join('\n')).not.toContain(', write-only')
    }
  })
})

test('the bundle of the flagship is its file, comments and all', async () => {
  const get = await open()
  const { text } = await get('/_bundle/apis/authentication/openapi.yaml', {})
  expect(text).toBe(readFileSync(join(__dirname, '../../spec/openapi.yaml'), 'utf8'))
  const json = await get('/_bundle/apis/authentication/openapi.json', {})
  expect(load(text)).toEqual(JSON.parse(json.text))
})

describe('which answers where a contract has an operation at the path of a page', () => {
  const mine = (example: string) => ({
    responses: { 200: { description: 'OK', content: { 'text/plain': { example } } } },
  })
  test('the operation', async () => {
    const paths = {
      '/_docs/{name}': { get: mine('operation') },
      '/_bundle/x.yaml': { get: mine('x') },
    }
    const get = await open({ contract: contractOf('Mine', paths), state: 'off' })
    expect((await get('/_docs/mine', {})).text).toBe('operation')
    expect((await get('/_bundle/x.yaml', {})).text).toBe('x')
    expect((await get('/_bundle/mine.yaml', {})).status).toBe(200)
    expect((await get('/_docs/mine/operations')).status).toBe(200)
  })
  test('the page, where the operation takes whatever comes', async () => {
    const paths = { '/{a}/{b}': { get: mine('operation') }, '/{a}': { get: mine('one') } }
    const get = await open({ contract: contractOf('Any', paths), state: 'off' })
    expect((await get('/_docs/any')).text).toContain('<h1>Any</h1>')
    expect((await get('/_bundle/any.json', {})).text).toContain('"openapi"')
    expect((await get('/other/path', {})).text).toBe('operation')
  })
})

describe('the URLs of an operation', () => {
  const documented = [
    {
      url: 'https://{host}/v1/',
      description: 'First *one*',
      variables: { host: { default: 'a.test' } },
    },
    { url: '/relative' },
    { url: 'https://b.test' },
  ]
  const paths = {
    '/own': {
      servers: [{ url: 'https://path.test/' }],
      get: { servers: [{ url: 'https://operation.test/x' }], responses: ok },
      post: { responses: ok },
    },
    '/plain/{id}': { get: { responses: ok } },
  }
  let get: GetDocs
  beforeAll(async () => {
    get = await open({ contract: contractOf('Urls', paths, { servers: documented }) })
  })
  test.each([
    ['get_own', ['- Server: `https://operation.test/x/own`']],
    ['post_own', ['- Server: `https://path.test/own`']],
    [
      'get_plain_id',
      [
        '- First \\*one\\*: `https://a.test/v1/plain/{id}`',
        '- Server: `https://b.test/plain/{id}`',
      ],
    ],
  ])('%s: those of the nearest servers', async (page, expected) => {
    const { text } = await get(`/_docs/urls/operations/${page}.md`, {})
    const urls = sectionOf(text, 'URLs')
    expect(urls.slice(urls.indexOf('As documented:') + 1)).toEqual(expected)
  })
  test('may be asked for', async () => {
    const { headers } = await get('/_docs/urls')
    expect(headers.get('content-security-policy')).toContain(
      "connect-src 'self' https://a.test https://b.test https://operation.test https://path.test;",
    )
  })
})

test('a contract of many operations: pages of bounded size, one tag of the navigation at a time', async () => {
  const count = 1300
  const paths = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `/items${index}`,
      { get: { operationId: `op${index}`, tags: [`T${index % 5}`], responses: ok } },
    ]),
  )
  const get = await open({ contract: contractOf('Many', paths) })
  const index = await get('/_docs/many')
  expect(index.text).not.toContain('/op0"')
  expect((await get('/_docs/many.md', {})).text).toContain('- [T0](/_docs/many/t0) (260)')
  const page = await get('/_docs/many/t0/op650')
  expect(page.text).toContain('aria-current="page"')
  expect(page.text).toContain('… and 110 more')
  expect(page.text.match(/<li><a href="/g)?.length).toBeLessThan(200)
  expect(page.text.length).toBeLessThan(60_000)
  expect(page.text).toContain('<a href="/_docs/many/t0/op645" rel="prev">')
  expect(page.text).toContain('<a href="/_docs/many/t0/op655" rel="next">')
  expect((await get('/_docs/many/t0')).text).toContain('/_docs/many/t0/op0"')
})

test('a contract without operations has an index', async () => {
  const get = await open({ contract: contractOf('None', {}) })
  expect((await get('/_docs/none.md', {})).text).toContain('The contract has no operations.')
})

test('what is at fault is told in its place, and the rest stays', async () => {
  const paths = {
    '/broken': {
      get: {
        parameters: [{ $ref: '#/components/parameters/Nowhere' }],
        responses: ok,
      },
      post: {
        responses: { 200: { $ref: '#/components/responses/Nowhere' }, 400: { description: 'Bad' } },
      },
    },
  }
  const get = await open({ contract: contractOf('Faulty', paths) })
  const broken = await get('/_docs/faulty/operations/get_broken.md', {})
  expect(broken.text).toContain('The contract is at fault here: There is no object at')
  const half = await get('/_docs/faulty/operations/post_broken.md', {})
  expect(half.text).toContain('The contract is at fault here')
  expect(half.text).toContain('### 400 Bad Request')
})
