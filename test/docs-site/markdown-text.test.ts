import { code, fence, indented, link, plain, quoted } from '../../src/docs-site/markdown-text.js'
import { createRenderMarkdown } from '../../src/docs-site/render-markdown.js'
import { escapeHtml } from '../../src/lib/escape-html.js'

const render = createRenderMarkdown()

/** Texts that mean something to Markdown, to HTML, or to both. */
const hostile = [
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '[a](javascript:alert(1))',
  '![a](https://evil.test/a.png)',
  '`code` **bold** _emphasis_ ~~gone~~',
  'a | b | c',
  '&lt;b&gt; &amp; & &#x3c;',
  'back\\slash \\` \\[',
  'UsersController_findUsers',
  'https://evil.test/?a=b&c=d',
  '<https://evil.test>',
  '😀 O’Brien "quoted" \'single\'',
]

describe('a text that is no Markdown', () => {
  test.each(hostile)('shows as it is: %s', (text) => {
    expect(render(plain(text))).toBe(`<p>${shown(text)}</p>\n`)
    expect(render(`- ${plain(text)}`)).toBe(`<ul>\n<li>${shown(text)}</li>\n</ul>\n`)
  })
  test.each(['# no heading', '- no item', '+ no item', '1. no item', '12) no item', '=== no line'])(
    'begins nothing: %s',
    (text) => expect(render(plain(text))).toBe(`<p>${escapeHtml(text)}</p>\n`),
  )
  test('is one line without what nobody sees', () => {
    expect(plain(' a\n\n# b\u0000\u202e\tc ')).toBe('a # b c')
    expect(plain('x'.repeat(1000))).toHaveLength(501)
  })
})

/** Quotes need no escape between tags. */
const shown = (text: string): string => escapeHtml(text).replaceAll('&#39;', "'")

describe('code', () => {
  test.each(['a', '`', '``a``', 'a`', ' a ', 'a|b', '<b>', '&amp;', '\\', '$x', '*', '[a](b)'])(
    'shows as it is: %s',
    (text) => expect(render(code(text))).toBe(`<p><code>${shown(text)}</code></p>\n`),
  )
  test('of nothing says so', () => expect([code(''), code('  ')]).toEqual(['(blank)', '(blank)']))
  test('is one line', () => expect(code('a\nb\u2028c')).toBe('`a b c`'))

  test.each(['a', '```', '````js\nx\n````', '~~~', '    four', '<script>\n</script>', '# a\n- b'])(
    'of several lines shows as it is: %s',
    (text) =>
      expect(render(`${fence(text, 'bash')}\n\nnext`)).toBe(
        `<pre tabindex="0"><code class="language-bash">${escapeHtml(text)}\n</code></pre>\n<p>next</p>\n`,
      ),
  )
})

describe('a description', () => {
  test.each([
    ['an open fence', '```\nopen'],
    ['an open fence of tildes', '~~~~\nopen'],
    ['an open comment', '<!-- open'],
    ['an open element', '<script>\nopen'],
    ['a list', '- one\n  - two'],
    ['a line below a heading', 'text\n==='],
    ['tables', '| a |\n| - |\n| b |'],
  ])('ends where it ends: %s', (_, text) => {
    const html = render(`${quoted(text)}\n\n**next**`)
    expect(html).toMatch(/^<div class="description">/)
    expect(html).toMatch(/<\/div>\n<p><strong>next<\/strong><\/p>\n$/)
    const item = render(`- head\n\n${indented(quoted(text))}\n- **next**`)
    expect(item).toMatch(/<\/div>\n<\/li>\n<li>\n<p><strong>next<\/strong><\/p>\n<\/li>\n<\/ul>\n$/)
  })
  test('has headings below those of the page', () => {
    const html = render(`## Own\n\n${quoted('# One\n\n#### Four')}\n\n### Next`)
    expect(html.match(/<h\d[^>]*>[^<]*/g)).toEqual([
      '<h2 id="own">Own',
      '<h3>One',
      '<h6>Four',
      '<h3 id="next">Next',
    ])
  })
  test('shows HTML as text, and leads nowhere with scripts', () => {
    const html = render(quoted(hostile.join('\n\n')))
    expect(html).not.toMatch(/<(img|script|svg|iframe|b)\b/)
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
  })
  test.each([
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](<java\tscript:alert(1)>)',
    '[a](&#106;avascript:alert(1))',
    '[a](data:text/html,<script>alert(1)</script>)',
    '[a](vbscript:msgbox)',
    '[a](file:///etc/passwd)',
    '<javascript:alert(1)>',
    '[a][b]\n\n[b]: javascript:alert(1)',
    '![a](javascript:alert(1))',
  ])('has no link of the kind %s', (text) => {
    expect(render(quoted(text))).not.toMatch(/href="(?:java|data|vb|file|JaVa)/i)
  })
  test('has links to the web, and images as links', () => {
    const html = render(quoted('[a](https://x.test/?a=1&b=2) ![i](https://x.test/i.png)'))
    expect(html).toContain('<a href="https://x.test/?a=1&amp;b=2" rel="nofollow noopener">a</a>')
    expect(html).toContain('<a href="https://x.test/i.png" rel="nofollow noopener">i</a>')
    expect(html).not.toContain('<img')
  })
  test('of two million characters is told in part, at once', () => {
    const text = quoted('[[['.repeat(700_000))
    expect(text.length).toBeLessThan(21_000)
    expect(text).toContain('The whole text, 2100000 characters, is in the contract.')
    render(text)
  })
  test('that is empty is not there', () =>
    expect([quoted(undefined), quoted(' ')]).toEqual(['', '']))
})

test('links of ours hold texts and addresses of any kind', () => {
  expect(render(link('a](b) <c>', '/a b/(c/<d>?x=1&y#z😀\ud800'))).toBe(
    '<p><a href="/a%20b/%28c/%3Cd%3E?x=1&amp;y#z%F0%9F%98%80">a](b) &lt;c&gt;</a></p>\n',
  )
})

test('headings of the fourth level fold what is below them', () => {
  const html = render('## S\n\n#### one\n\na\n\n#### two\n\nb\n\n## T\n\n#### three\n\nc')
  expect(html.replaceAll('\n', '')).toBe(
    '<h2 id="s">S</h2><details name="fold-1" open><summary>one</summary><p>a</p></details>' +
      '<details name="fold-1"><summary>two</summary><p>b</p></details>' +
      '<h2 id="t">T</h2><details name="fold-2" open><summary>three</summary><p>c</p></details>',
  )
})

test('methods of ours have a class, those in descriptions have none', () => {
  expect(render(`**GET** a\n\n${quoted('**GET** b')}`)).toBe(
    '<p><strong class="method get">GET</strong> a</p>\n' +
      '<div class="description">\n<p><strong>GET</strong> b</p>\n</div>\n',
  )
})
