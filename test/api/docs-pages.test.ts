import { documentedLanguages } from './support/documented-samples.js'
import { browser, docsServers, type GetDocs, sectionOf, visibleText } from './support/docs-call.js'

const base = '/apis/authentication/openapi'
const here = 'http://localhost:4010'

/** Page, method, path, and what is documented of it, of every operation. */
const operations: readonly (readonly [
  page: string,
  method: string,
  path: string,
  summary: string,
])[] = [
  ['users/userscontroller_findusers', 'GET', '/user', 'Retrieve a list of users'],
  ['users/userscontroller_createuser', 'POST', '/user', 'Create a new user'],
  ['users/userscontroller_updateuser', 'PUT', '/user/{userId}', 'Update a user'],
  ['users/userscontroller_deleteuser', 'DELETE', '/user/{userId}', 'Delete a user'],
  ...[
    [
      'login',
      '/auth/login',
      'Login to set authentication cookie or get JWT token for third-party integration',
    ],
    ['logout', '/auth/logout', 'Logout user and clear authentication cookie'],
    ['accepttermsofservice', '/auth/tos-accept', 'Confirm accepting terms of service'],
    ['forgotpassword', '/auth/forgot-password', 'Send password reset email'],
    ['setpassword', '/auth/set-password', 'Set a new password'],
    ['regenerateinvitation', '/auth/regenerate-invitation', 'Send a new invitation email'],
  ].map(
    ([id = '', path = '', summary = '']) =>
      [`authentication/authcontroller_${id}`, 'POST', path, summary] as const,
  ),
  [
    'authentication/authcontroller_getcurrentuser',
    'GET',
    '/auth/user',
    'Get the currently authenticated user',
  ],
]

const open = docsServers()
let get: GetDocs
beforeAll(async () => {
  get = await open()
})

test('there are eleven operations', () => expect(operations).toHaveLength(11))

describe.each(operations)('%s', (page, method, path, summary) => {
  test('as Markdown: its URLs in the documented order, and samples in ten languages', async () => {
    const { status, headers, text } = await get(`${base}/${page}.md`, {})
    expect([status, headers.get('content-type')]).toEqual([200, 'text/markdown; charset=utf-8'])
    expect(text.split('\n').slice(0, 3)).toEqual([`# ${summary}`, '', `**${method}** \`${path}\``])
    expect(sectionOf(text, 'URLs')).toEqual([
      'On this server:',
      `- Mock server: \`${here}/_mock/apis/authentication/openapi${path}\``,
      `- Sandbox: \`${here}${path}\``,
      'As documented:',
      `- Mock server: \`https://docs.heydonto.com/_mock/apis/authentication/openapi${path}\``,
      `- Sandbox: \`https://api-staging.heydonto.com${path}\``,
      `- Production: \`https://api.heydonto.com${path}\``,
    ])
    const tabs = [...text.matchAll(/^#### (.+)$/gm)].map(([, name]) => name)
    expect(tabs).toEqual(documentedLanguages)
    const samples = sectionOf(text, 'Request samples')
    expect(samples[2]).toBe(`curl -i -X ${method} \\`)
    expect(samples[3]?.replaceAll("'", '')).toContain(`${here}/_mock${base}${path}`)
  })

  test('as a page: the same text, without a script', async () => {
    const { status, headers, text } = await get(`${base}/${page}`)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(text).toMatch(/^<!doctype html>\n<html lang="en">/)
    expect(text).toContain(`<h1>${summary}</h1>`)
    expect(text).toContain(`<link rel="alternate" type="text/markdown" href="${base}/${page}.md">`)
    expect(text).toContain(`<a class="twin" href="${base}/${page}.md">Markdown</a>`)
    expect(text).not.toMatch(/<script(?![^>]* src=)|\son\w+=|\sstyle=|<style/)
    const shown = visibleText(text.slice(text.indexOf('<article id="text">')))
    const markdown = (await get(`${base}/${page}.md`, {})).text
    for (const line of sectionOf(markdown, 'URLs'))
      expect(shown).toContain(line.replace(/^- |`/g, ''))
    for (const [, code = ''] of markdown.matchAll(/^```\w*\n([^]*?)\n```$/gm))
      expect(shown).toContain(code)
  })
})

describe('what a page tells of a request', () => {
  test('its body, as documented', async () => {
    const { text } = await get(`${base}/users/userscontroller_createuser.md`, {})
    const request = sectionOf(text, 'Request').join('\n')
    const documented = [
      ['email', 'string, required', 'The email of the user', '"john.doe@example.com"'],
      ['firstName', 'string, required', 'The first name of the user', '"John"'],
      ['lastName', 'string, required', 'The last name of the user', '"Doe"'],
      ['password', 'string, write-only, required', 'The password of the user', '"password123"'],
      ['isEnabled', 'boolean', 'Indicates if the user is enabled', 'true'],
      ['role', 'string, required', 'The role of the user', '"ADMIN"'],
      ['organizationId', 'number', 'The organization ID', '1'],
      ['brandId', 'number', 'The brand ID', '1'],
      ['siteId', 'number', 'The site ID', '1'],
    ].map(
      ([name, type, description, example]) =>
        `- **\`${name}\`** ${type}\n  > ${description}\n  Example: \`${example}\``,
    )
    expect(request).toBe(
      ['### Body', 'Required.', '`application/json` CreateUser', ...documented].join('\n'),
    )
  })

  test('its parameters, and that something is decided here', async () => {
    const users = await get(`${base}/users/userscontroller_findusers.md`, {})
    expect(sectionOf(users.text, 'Request').slice(0, 2)).toEqual([
      '### Query parameters',
      '- **`userRole`** string, required',
    ])
    const invitation = await get(
      `${base}/authentication/authcontroller_regenerateinvitation.md`,
      {},
    )
    expect(sectionOf(invitation.text, 'Request')).toEqual([
      '### Query parameters',
      '- **`email`** string, *decided here, not documented (decision 005)*',
      '  > The email address of the invited user',
      '- **`token`** string, *decided here, not documented (decision 005)*',
      '  > The token of an earlier invitation',
    ])
    expect(invitation.text).toContain(
      'Operation id: `AuthController_regenerateInvitation`, *decided here, not documented (decision 008)*',
    )
    const logout = await get(`${base}/authentication/authcontroller_logout.md`, {})
    expect(sectionOf(logout.text, 'Request')).toEqual(['It has no parameters and no body.'])
  })

  test('its credentials', async () => {
    const users = await get(`${base}/users/userscontroller_findusers.md`, {})
    expect(sectionOf(users.text, 'Authentication')).toEqual([
      'One of these:',
      '- bearer: bearer token (JWT)',
      '- cookie: key in the cookie `access_token`, *decided here, not documented (decision 004)*',
    ])
    const login = await get(`${base}/authentication/authcontroller_login.md`, {})
    expect(sectionOf(login.text, 'Authentication')).toEqual(['No credentials are needed.'])
  })

  test('its responses, with examples', async () => {
    const { text } = await get(`${base}/authentication/authcontroller_login.md`, {})
    const responses = sectionOf(text, 'Responses')
    expect(responses.filter((line) => line.startsWith('### '))).toEqual([
      '### 200 OK',
      '### 400 Bad Request',
      '### 401 Unauthorized',
      ...['### 403 Forbidden', '### 413 Content Too Large', '### 415 Unsupported Media Type'],
      '### 429 Too Many Requests',
    ])
    expect(responses.join('\n')).toContain('  "token": "jwt_token_here"\n')
    expect(responses[1]).toBe('*decided here, not documented (decision 001)*')
    expect(responses.join('\n')).toContain('- **`Set-Cookie`** string, *decided here')
  })
})

test('the index has servers, credentials, tags with their operations, and downloads', async () => {
  const { text } = await get(`${base}.md`, {})
  expect(text).toContain('# HeyDonto Authentication Documentation\n\nVersion `1.0`')
  expect(sectionOf(text, 'Servers')).toEqual([
    'On this server:',
    `- Mock server: \`${here}/_mock${base}/\``,
    `- Sandbox: \`${here}/\``,
    'As documented:',
    `- Mock server: \`https://docs.heydonto.com/_mock${base}/\``,
    '- Sandbox: `https://api-staging.heydonto.com/`',
    '- Production: `https://api.heydonto.com/`',
  ])
  const listed = sectionOf(text, 'Operations')
  for (const [page, method, path, summary] of operations)
    expect(listed).toContain(`- **${method}** [${summary}](${base}/${page}) \`${path}\``)
  expect(listed.filter((line) => line.startsWith('### '))).toEqual([
    `### [Users](${base}/users)`,
    `### [Authentication](${base}/authentication)`,
  ])
  for (const line of sectionOf(text, 'Downloads')) {
    const [, target = ''] = /\]\((.*)\)/.exec(line) ?? []
    expect([target, (await get(target)).status]).toEqual([target, 200])
  }
})

test('every link of the pages leads somewhere', async () => {
  const seen = new Set([`${base}`])
  for (const path of seen) {
    const { status, text } = await get(path)
    expect([path, status]).toEqual([path, 200])
    for (const [, href = ''] of text.matchAll(/ (?:href|src)="(\/[^"#]*)"/g))
      if (href.startsWith('/_docs/_sandbox')) continue
      else seen.add(href)
  }
  expect(seen.size).toBeGreaterThan(30)
}, 20_000)

describe('how a page is asked for', () => {
  const login = `${base}/authentication/authcontroller_login`
  test.each([
    ['in other letter cases', login.toUpperCase().replace('/APIS', '/apis')],
    ['with a slash at its end', `${login}/`],
    ['with a query', `${login}?url=https://evil.test&configUrl=x`],
  ])('%s', async (_, path) => {
    expect((await get(path)).text).toBe((await get(login)).text)
  })
  test('by Accept', async () => {
    const asked = await get(login, { accept: 'text/markdown' })
    expect(asked.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
    expect(asked.headers.get('vary')).toBe('Accept, Origin')
    expect(asked.text).toBe((await get(`${login}.md`, {})).text)
    expect((await get(login, {})).headers.get('content-type')).toBe('text/html; charset=utf-8')
  })
  test('below /@NAME: everything is of that sandbox, and hidden from search engines', async () => {
    const { text, headers } = await get(`/@alice${login}`)
    expect(headers.get('x-robots-tag')).toBe('noindex')
    expect(visibleText(text)).toContain(`Sandbox alice: ${here}/@alice/auth/login`)
    expect(text).toContain(`href="/@alice${base}/users"`)
    expect((await get(login)).headers.has('x-robots-tag')).toBe(false)
  })
  test('with HEAD', async () => {
    const page = await get(login)
    const head = await get(login, browser, 'HEAD')
    expect([head.status, head.text]).toEqual([200, ''])
    for (const name of ['content-type', 'content-length', 'etag', 'content-security-policy'])
      expect(head.headers.get(name)).toBe(page.headers.get(name))
  })
  test('with the tag of the page that is there already: 304', async () => {
    const { headers } = await get(login)
    expect(headers.get('cache-control')).toBe('no-cache')
    const etag = headers.get('etag') ?? ''
    const again = await get(login, { ...browser, 'if-none-match': etag })
    expect([again.status, again.text]).toEqual([304, ''])
    expect(again.headers.get('vary')).toContain('Origin')
    const other = await get(login, { ...browser, 'if-none-match': '"other"' })
    expect(other.status).toBe(200)
  })
  test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('with %s: 405', async (method) => {
    const { status, headers } = await get(login, {}, method)
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
  })
  test('with OPTIONS', async () => {
    const { status, headers } = await get(login, {}, 'OPTIONS')
    expect([status, headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS'])
  })
})

test('a page runs no script of its own, and asks no other host than those of the contract', async () => {
  const { headers } = await get(base)
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self' https://docs.heydonto.com https://api-staging.heydonto.com https://api.heydonto.com",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ])
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
})

describe('where there is no page', () => {
  test('a browser is shown the nearest ones', async () => {
    const { status, headers, text } = await get(`${base}/user/userscontroller_findUser`)
    expect([status, headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(text).toContain(`<a href="${base}/users/userscontroller_findusers">`)
  })
  test('what was asked for is shown as text', async () => {
    const { text } = await get(`${base}/<img src=x onerror=alert(1)>`)
    expect(text).not.toContain('<img')
  })
  test('a program is told so', async () => {
    const { status, headers } = await get(`${base}/nowhere`, { accept: 'application/json' })
    expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json'])
    expect((await get(`${base}/nowhere`, {}, 'POST')).status).toBe(404)
  })
  test('/_docs lists the contracts', async () => {
    expect((await get('/_docs.md', {})).text).toContain(
      `- [HeyDonto Authentication Documentation](${base}) \`1.0\`, 11 operations`,
    )
    expect((await get('/_docs')).text).toContain('<a href="/_docs/_sandbox">')
    expect((await get('/_docs/_assets/nothing.css')).status).toBe(404)
  })
})

test('the control API has pages, with the URLs of its own', async () => {
  const { text } = await get('/_docs/_sandbox.md', {})
  expect(sectionOf(text, 'Servers')[1]).toBe(`- Sandbox: \`${here}/_sandbox/v1/\``)
})
