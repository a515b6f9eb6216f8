import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SetupError } from '../../src/index.js'
import { openServer } from './support/open-server.js'

const health = (origin: string) => fetch(`${origin}/_sandbox/v1/health`)

let holder: HttpServer

const holdPort = async (host: string): Promise<number> => {
  holder = createHttpServer()
  await new Promise<void>((resolve) => holder.listen(0, host, resolve))
  return (holder.address() as AddressInfo).port
}
const giveUpPort = () => new Promise((resolve) => holder.close(resolve))
afterEach(() => holder?.listening && giveUpPort())

test('listens on 127.0.0.1 and ::1 with one port, and says where', async () => {
  const server = await openServer()
  const { url, port } = await server.listen()
  expect(url).toBe(`http://localhost:${port}`)
  for (const host of ['localhost', '127.0.0.1', '[::1]'])
    expect((await health(`http://${host}:${port}`)).status).toBe(200)
})

test('listens where it is told', async () => {
  const server = await openServer()
  const { url, port } = await server.listen({ host: '127.0.0.1' })
  expect(url).toBe(`http://127.0.0.1:${port}`)
  expect((await health(url)).status).toBe(200)
  await expect(health(`http://[::1]:${port}`)).rejects.toThrow()
})

test.each(['127.0.0.1', '::1'])('a port that is busy on %s is a SetupError', async (host) => {
  const port = await holdPort(host)
  const server = await openServer()
  const refusal = await server.listen({ port }).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(SetupError)
  expect(refusal).toMatchObject({
    code: 'port-unavailable',
    exitCode: 2,
    message: expect.stringContaining(`Port ${port}`),
    fix: expect.stringContaining('--port'),
  })
  await giveUpPort()
  // What was opened before the refusal has been closed again.
  expect((await server.listen({ port })).port).toBe(port)
})

test('a server listens at several places', async () => {
  const server = await openServer()
  const places = [await server.listen(), await server.listen()]
  for (const { url } of places) expect((await health(url)).status).toBe(200)
  await server.close()
  for (const { url } of places) await expect(health(url)).rejects.toThrow()
})
