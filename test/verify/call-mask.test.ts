import { createMask } from '../../src/verify/call/create-mask.js'
import type { WireReply } from '../../src/verify/wire.js'
import { contractOf } from './support/contract-of.js'

const contract = contractOf(
  { '/a': { get: { responses: { 200: { description: '' } } } } },
  {
    components: {
      securitySchemes: {
        door: { type: 'apiKey', in: 'query', name: 'door' },
        head: { type: 'apiKey', in: 'header', name: 'X-Door' },
      },
    },
  },
)
const mask = createMask(contract, ['s3cr/et', 'abc'])

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8')
const text = (body: Uint8Array | undefined): string => Buffer.from(body ?? []).toString('utf8')
const request = { method: 'POST', target: '/', headers: [] } as const

test('credentials in headers and targets are masked, what they are called is not', () => {
  const shown = mask.request({
    ...request,
    target: '/a/s3cr%2Fet?door=1&limit=10&access_token=x&abc=1',
    headers: [
      ['Authorization', 'Bearer eyJ'],
      ['authorization', 'raw'],
      ['Cookie', 'sid=1; theme=dark'],
      ['X-Door', 'key'],
      ['X-Api-Key', 'key'],
      ['X-Trace', 'about s3cr/et'],
      ['Accept', 'a/b'],
    ],
  })
  expect(shown.target).toBe('/a/***?door=***&limit=10&access_token=***&abc=1')
  expect(shown.headers.map(([, value]) => value)).toEqual([
    'Bearer ***',
    '***',
    'sid=***; theme=***',
    '***',
    '***',
    'about ***',
    'a/b',
  ])
})

const part = (name: string, value: string): string =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: text/plain\r\n\r\n${value}\r\n`

const bodies: readonly (readonly [string, string])[] = [
  [
    '{"user": "s3cr/et", "newPassword" : "a\\"b", "pin": 1, "nested":{"access_token":"x"}}',
    '{"user": "***", "newPassword" : "***", "pin": 1, "nested":{"access_token":"***"}}',
  ],
  ['{"nextPageToken": "p2", "otp": 123456}', '{"nextPageToken": "p2", "otp": "***"}'],
  ['grant_type=password&password=a%20b&x=1', 'grant_type=password&password=***&x=1'],
  ['<a><password>x</password><b>y</b></a>', '<a><password>***</password><b>y</b></a>'],
  [part('secret', 'x') + part('b', 'y'), part('secret', '***') + part('b', 'y')],
]
test.each(bodies)('%j', (body, shown) => {
  expect(text(mask.request({ ...request, body: bytes(body) }).body)).toBe(shown)
  const reply: WireReply = { status: 200, headers: [], bytes: bytes(body), milliseconds: 1 }
  expect(text((mask.answer(reply) as WireReply).bytes)).toBe(shown)
})

test('cookies that are set, bytes that are no text, and failures', () => {
  const odd = Uint8Array.of(0xff, 0x00, 0xfe)
  const reply = { status: 200, headers: ['Set-Cookie', 'sid=1; Path=/', 'A', 'b'], bytes: odd }
  expect(mask.answer({ ...reply, milliseconds: 1 })).toEqual({
    ...{ status: 200, headers: ['Set-Cookie', 'sid=***; Path=/', 'A', 'b'], milliseconds: 1 },
    bytes: Buffer.from(odd),
  })
  expect(mask.answer({ failure: 'no s3cr/et', milliseconds: 1 })).toMatchObject({
    failure: 'no ***',
  })
})
