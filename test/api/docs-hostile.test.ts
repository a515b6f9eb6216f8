import { browser, docsServers, type GetDocs, visibleText } from './support/docs-call.js'

const image = '<img src=x onerror=alert(1)>'
const script = '</script><script>alert(1)</script>'
const drawing = '<svg onload=alert(1)><a xlink:href="javascript:alert(1)"></a></svg>'
const table = 'a | b `c` ``` d'
const everything = [image, script, drawing, '[x](javascript:alert(1))', table].join(' ')
const description = [
  `# ${image}`,
  `${drawing}\n\n[click](javascript:alert(1)) <a href="javascript:alert(1)">x</a> ![i](https://evil.test/i.png)`,
  `| ${table.replaceAll('|', '/')} |\n| - |\n| ${script} |`,
  '<!-- open',
  '```html\nnever closed',
].join('\n\n')

/** A contract that says something hostile wherever it says anything. */
const contract = {
  openapi: '3.1.0',
  info: {
    title: everything,
    version: image,
    description,
    license: { name: image, url: 'javascript:alert(1)' },
  },
  externalDocs: { url: 'javascript:alert(1)', description: script },
  servers: [
    { url: 'https://a.test;sandbox/', description: script },
    { url: 'javascript:alert(1)', description: image },
    { url: `https://b.test/${image}`, description: table },
  ],
  tags: [{ name: everything, description }],
  paths: {
    [`/${image}/{${script}}`]: {
      post: {
        operationId: everything,
        tags: [everything, 'Users', 'users', 'USERS', '', '///', '日本'],
        summary: everything,
        description,
        security: [{ [image]: [script] }],
        parameters: [
          {
            name: script,
            in: 'path',
            required: true,
            description,
            schema: { type: 'string', enum: [image, script, '`', '', null], pattern: script },
            example: image,
          },
          { name: image, in: 'header', schema: { type: image, format: script } },
        ],
        requestBody: {
          description,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                title: image,
                properties: {
                  [image]: { description, default: script },
                  [table]: { const: drawing },
                },
              },
              example: { [image]: script },
            },
          },
        },
        responses: {
          200: {
            description,
            headers: { 'X-A': { description: image, schema: { type: 'string' } } },
            content: {
              'application/json': {
                examples: { [image]: { value: { text: `${script}\n\`\`\`\`\n${image}` } } },
              },
              'text/html': { example: `${image}${script}` },
            },
          },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      [image]: { type: 'apiKey', in: 'header', name: script, description },
    },
  },
}

const open = docsServers()
let get: GetDocs
let pages: readonly string[]
beforeAll(async () => {
  get = await open({ contract })
  const { docs } = JSON.parse((await get('/', {})).text).surfaces[0] as { docs: string }
  const found = new Set([docs])
  for (const page of found) {
    const { text } = await get(page)
    for (const [, href = ''] of text.matchAll(/<a[^>]* href="([^"]*)"/g))
      if (href.startsWith(docs) && !href.endsWith('.md')) found.add(href)
  }
  pages = [...found]
})

test('its pages are found by their links: names that make no address, and those alike, too', () => {
  const tags = pages.filter((page) => page.split('/').length === 4)
  expect(tags.map((page) => page.split('/').at(-1))).toEqual([
    expect.stringMatching(/^img-src-x-onerror-alert-1-/),
    ...['users', 'users-2', 'users-3', 'page', 'page-2', 'page-3'],
  ])
  expect(pages).toHaveLength(1 + 7 + 7)
})

test('no page has an element, an attribute or a link that the contract brought along', async () => {
  for (const page of [...pages, '/', '/_docs']) {
    const { status, text } = await get(page)
    expect([page, status]).toEqual([page, 200])
    expect(text).not.toMatch(/<(img|svg|iframe|object|embed|style|a xlink)/i)
    expect(text).not.toMatch(/<script(?! src="\/_docs\/_assets\/[\w.-]+")/)
    expect(text.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^<>]*\s(on\w+|style)\s*=/i)
    expect(text).not.toMatch(/(href|src)="\s*(javascript|data|vbscript)/i)
    // What stands in front of the text and behind it is ours: nothing of the contract opens or ends an element.
    expect(text.match(/<article/g)).toHaveLength(1)
    expect(text).toMatch(
      /<\/article>\n(<nav class="pager"[^]*<\/nav>)?\n<\/main>\n<\/body>\n<\/html>\n$/,
    )
    for (const name of ['div', 'ul', 'ol', 'li', 'details', 'blockquote', 'section', 'pre'])
      expect([page, name, text.split(new RegExp(`<${name}\\b`)).length]).toEqual([
        page,
        name,
        text.split(`</${name}>`).length,
      ])
  }
})

test('a reader sees what the contract says', async () => {
  const shown = visibleText((await get(pages.at(-1) as string)).text)
  for (const text of [image, script, drawing, table, 'never closed']) expect(shown).toContain(text)
  // What comes after a description that leaves everything open.
  for (const heading of ['URLs', 'Request samples', 'Responses', '200 OK'])
    expect(shown).toContain(`\n${heading}\n`)
})

test('no server of the contract gets into the policy but by its plain origin', async () => {
  const { headers } = await get(pages[0] as string)
  expect(headers.get('content-security-policy')).toContain("connect-src 'self' https://b.test;")
  expect(headers.get('content-security-policy')).not.toContain('sandbox')
  expect(headers.get('content-security-policy')?.split('; ')).toHaveLength(10)
})

test('its Markdown shows HTML as code, as text or inside of a quotation', async () => {
  for (const page of pages) {
    const { text } = await get(`${page}.md`, {})
    const own = text.replace(/^(`{3,})\w*\n[^]*?\n\1$/gm, '').replace(/^ *>.*$/gm, '')
    // What is escaped is no HTML, and does not begin code either.
    const bare = own.replace(/\\[^\w\s]/g, '').replace(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '')
    expect(bare).not.toMatch(/<\w/)
  }
})

test('its bundles are files that a browser does not show as pages', async () => {
  const slug = (pages[0] as string).replace('/_docs/', '')
  for (const ending of ['yaml', 'json', 'http', 'postman_collection.json']) {
    const { status, headers } = await get(`/_bundle/${slug}.${ending}`)
    expect([ending, status, headers.get('x-content-type-options')]).toEqual([
      ending,
      200,
      'nosniff',
    ])
    expect(headers.get('content-type')).not.toContain('html')
    expect(headers.get('content-disposition')).toMatch(/^(inline|attachment); filename="[\w.-]+"$/)
  }
})

test('texts of two million characters are told in part', async () => {
  const long = '<b> *a* [b](c) '.repeat(140_000)
  const huge = await open({
    contract: {
      openapi: '3.0.3',
      info: { title: long, version: '1', description: long },
      paths: { '/a': { get: { summary: long, description: long, responses: {} } } },
    },
  })
  const { docs } = JSON.parse((await huge('/', {})).text).surfaces[0] as { docs: string }
  for (const page of [docs, `${docs}/operations`, `${docs}/operations/get_a`]) {
    const { status, text } = await huge(page, browser)
    expect([page, status]).toEqual([page, 200])
    expect(text.length).toBeLessThan(150_000)
  }
})
