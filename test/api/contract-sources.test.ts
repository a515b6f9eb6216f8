import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openServer } from './support/open-server.js'

const swagger = `swagger: '2.0'
info: {title: "Far: an API!", version: '1'}
paths:
  /pets: {get: {responses: {200: {description: OK, schema: {type: array, minItems: 1, items: {type: string}}}}}}
`

const bytes = async function* () {
  yield await Promise.resolve(new TextEncoder().encode(swagger))
}

test('a contract from standard input has its title for a name', async () => {
  const server = await openServer({ contract: '-', input: bytes() })
  const reply = await server.fetch(new Request('http://localhost/_mock/far-an-api/pets'))
  expect(reply.status).toBe(200)
  expect(await reply.json()).toEqual([expect.any(String)])
})

test('so has one from a URL', async () => {
  const far = createHttpServer((_, response) => response.end(swagger))
  await new Promise<void>((done) => far.listen(0, '127.0.0.1', done))
  const { port } = far.address() as AddressInfo
  try {
    const server = await openServer({ contract: `http://127.0.0.1:${port}/v1/api.yaml` })
    const reply = await server.fetch(new Request('http://localhost/_mock/far-an-api/pets'))
    expect(reply.status).toBe(200)
  } finally {
    far.close()
  }
})
