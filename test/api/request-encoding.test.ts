import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { openServer } from './support/open-server.js'

const contract = {
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  paths: {
    '/things': {
      post: {
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } },
            },
          },
        },
        responses: { '204': { description: 'Taken' } },
      },
    },
  },
}

const good = '{"n":1}'
const wrong = '{"n":"x"}'
const bomb = gzipSync(Buffer.alloc(50_000_000))

const rows: readonly (readonly [coding: string, body: Uint8Array, status: number])[] = [
  ['gzip', gzipSync(good), 204],
  ['GZIP', gzipSync(good), 204],
  ['x-gzip', gzipSync(good), 204],
  ['deflate', deflateSync(good), 204],
  ['deflate', deflateRawSync(good), 204],
  ['br', brotliCompressSync(good), 204],
  ['identity', Buffer.from(good), 204],
  ['deflate, gzip', gzipSync(deflateSync(good)), 204],
  ['gzip', gzipSync(wrong), 422],
  ['gzip', Buffer.from(good), 400],
  ['gzip', gzipSync(good).subarray(0, 15), 400],
  ['gzip', bomb, 413],
  ['gzip, gzip', gzipSync(bomb), 413],
  ['compress', Buffer.from(good), 415],
  ['gzip, gzip, gzip, gzip', Buffer.from(good), 415],
]

test.each(rows)('Content-Encoding %s', async (coding, body, status) => {
  const server = await openServer({ contract })
  const answer = await server.fetch(
    new Request('http://localhost/things', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': coding },
      body: body as Uint8Array<ArrayBuffer>,
    }),
  )
  expect(answer.status).toBe(status)
  if (status === 415) expect(answer.headers.get('accept-encoding')).toBe('gzip, deflate, br')
})
