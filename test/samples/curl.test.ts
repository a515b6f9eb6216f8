import { curl } from '../../src/samples/curl.js'
import type { SampleRequest } from '../../src/samples/sample-request.js'
import { mockBase, documentedOrigin, samples } from '../api/support/documented-samples.js'
import { jsonBody } from './hostile-requests.js'

const base = `${documentedOrigin}${mockBase}`
const bearer = ['Authorization', 'Bearer <YOUR_JWT_HERE>'] as const

const user = {
  email: 'john.doe@example.com',
  firstName: 'John',
  lastName: 'Doe',
  isEnabled: true,
  role: 'ADMIN',
  id: 123,
}

/** What the documentation's commands were written of; the others differ in paths and texts only. */
const documented: Readonly<Record<string, SampleRequest>> = {
  'GET /user': { method: 'GET', url: `${base}/user?userRole=string`, headers: [bearer] },
  'PUT /user/{userId}': {
    method: 'PUT',
    url: `${base}/user/{userId}`,
    headers: [bearer],
    body: jsonBody(user),
  },
  'DELETE /user/{userId}': { method: 'DELETE', url: `${base}/user/{userId}`, headers: [bearer] },
  'POST /auth/logout': { method: 'POST', url: `${base}/auth/logout`, headers: [] },
  'POST /auth/forgot-password': {
    method: 'POST',
    url: `${base}/auth/forgot-password`,
    headers: [],
    body: jsonBody({}),
  },
}

test.each(Object.entries(documented))('%s is written as it is published', (operation, request) => {
  const published = samples.find((sample) => sample.operation === operation)
  const written = curl.write(request)
  // The page of the authentication operations has come down to us without its indentation.
  const isIndented = published?.command.includes('\n  ')
  expect(isIndented ? written : written?.replace(/^ +/gm, '')).toBe(published?.command)
})

const url = 'https://api.example.com/x'

const linesOf = (request: Partial<SampleRequest>): string[] =>
  (curl.write({ method: 'POST', url, headers: [], ...request }) ?? '').split(' \\\n  ')

const text = (value: string): SampleRequest['body'] => ({
  kind: 'text',
  mediaType: 'text/plain',
  text: value,
})

test.each<[string, Partial<SampleRequest>, string[]]>([
  ['HEAD', { method: 'HEAD' }, ['curl -I', url]],
  [
    'basic credentials, before the URL',
    { basic: { user: '<username>', password: '<password>' } },
    ['curl -i -X POST', `-u '<username>:<password>'`, url],
  ],
  [
    'basic credentials that are empty',
    { basic: { user: '', password: '' } },
    ['curl -i -X POST', '-u :', url],
  ],
  ['an apostrophe in the URL', { url: `${url}?a='b` }, ['curl -i -X POST', `'${url}?a='\\''b'`]],
  ['a header without value', { headers: [['X-A', '']] }, ['curl -i -X POST', url, `-H 'X-A;'`]],
  [
    'text',
    { body: text(`@a\n'b' $c`) },
    ['curl -i -X POST', url, `-H 'Content-Type: text/plain'`, `--data-raw '@a\n'\\''b'\\'' $c'`],
  ],
  [
    'text that would steer a terminal',
    { body: text(`\u0015rm\r'\\\u202e7`) },
    [
      'curl -i -X POST',
      url,
      `-H 'Content-Type: text/plain'`,
      `--data-raw $'\\025rm\\015\\'\\\\\\342\\200\\2567'`,
    ],
  ],
  [
    'a form',
    {
      body: {
        kind: 'form',
        mediaType: 'application/x-www-form-urlencoded',
        fields: [['a b', '@c=&']],
      },
    },
    [
      'curl -i -X POST',
      url,
      `-H 'Content-Type: application/x-www-form-urlencoded'`,
      `--data-urlencode 'a%20b=@c=&'`,
    ],
  ],
  [
    'a multipart form',
    {
      body: {
        kind: 'multipart',
        mediaType: 'multipart/form-data',
        parts: [
          { kind: 'value', name: 'a', value: 'b c' },
          { kind: 'value', name: 'a', value: '@b' },
          { kind: 'value', name: 'a', value: '{"b":"c;d"}', mediaType: 'application/json' },
          { kind: 'file', name: 'f', fileName: 'p.png', mediaType: 'image/png' },
          { kind: 'file', name: 'f', fileName: 'p;"q".png' },
        ],
      },
    },
    [
      'curl -i -X POST',
      url,
      `-F 'a=b c'`,
      `--form-string 'a=@b'`,
      `-F 'a="{\\"b\\":\\"c;d\\"}";type=application/json'`,
      `-F 'f=@p.png;type=image/png'`,
      `-F 'f=@"p;\\"q\\".png"'`,
    ],
  ],
  [
    'a file',
    { body: { kind: 'file', mediaType: 'image/png', fileName: 'p.png' } },
    ['curl -i -X POST', url, `-H 'Content-Type: image/png'`, `--data-binary '@p.png'`],
  ],
])('%s', (_, request, lines) => expect(linesOf(request)).toEqual(lines))
