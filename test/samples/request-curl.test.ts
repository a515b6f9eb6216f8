import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { requestCurl } from '../../src/samples/request-curl.js'
import type { WireRequest } from '../../src/verify/wire.js'

const bodies: Record<string, Uint8Array | undefined> = {
  none: undefined,
  'JSON with quotes': Buffer.from(`{"a":"it's \\"$HOME\\" \`x\`"}\n`),
  'a file name to curl': Buffer.from('@/etc/hosts'),
  bytes: Buffer.from([0, 1, 255, 10]),
  empty: Buffer.from(''),
}

/** Runs a command against a server that gives back what it was sent. */
const sentBy = async (request: WireRequest) => {
  const seen: { line?: string; headers?: NodeJS.Dict<string | string[]>; body?: Buffer } = {}
  const server = createServer((message, reply) => {
    const chunks: Buffer[] = []
    message.on('data', (chunk: Buffer) => chunks.push(chunk))
    message.on('end', () => {
      Object.assign(seen, {
        line: `${message.method} ${message.url}`,
        headers: message.headers,
        body: Buffer.concat(chunks),
      })
      reply.end()
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const script = requestCurl(`http://127.0.0.1:${port}/v1/`, request)
  await new Promise((resolve, reject) =>
    execFile('bash', ['-c', script], (error) => (error ? reject(error) : resolve(0))),
  )
  server.close()
  return seen
}

test.each(Object.entries(bodies))('the command sends the same: %s', async (_, body) => {
  const request: WireRequest = {
    method: body ? 'PUT' : 'DELETE',
    target: '/pets/%2F..%2Fa/../[1]?q={x}&r=a%20b',
    headers: [
      ['X-Quote', `it's "so"`],
      ['X-Empty', ''],
      ['Accept', 'application/json'],
    ],
    ...(body && { body }),
  }
  const seen = await sentBy(request)
  expect(seen.line).toBe(`${request.method} /v1${request.target}`)
  expect(seen.headers).toMatchObject({ 'x-quote': `it's "so"`, 'x-empty': '' })
  expect(seen.headers?.['content-type']).toBeUndefined()
  expect(seen.body).toEqual(Buffer.from(body ?? ''))
})

test('HEAD asks for the head only', () =>
  expect(requestCurl('http://a', { method: 'HEAD', target: '/x', headers: [] })).toBe(
    'curl -I http://a/x',
  ))
