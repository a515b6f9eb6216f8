import { once } from 'node:events'
import { connect } from 'node:net'
import { createServer } from '../../src/index.js'
import { logIn, overPort } from './support/call.js'
import { temporaryFolder } from './support/open-server.js'
import { budget } from '../support/budget.js'

test('close finishes what was accepted, then refuses', async () => {
  const data = await temporaryFolder()
  const server = await createServer({ data })
  const { url } = await server.listen()
  const call = overPort(url)
  const token = await logIn(call)
  const user = { email: 'j@x.y', firstName: 'J', lastName: 'D', role: 'R', password: 'pw' }
  const headers = { prefer: 'wait=1' }
  const slow = call('POST /user', { token, headers, body: user })
  await new Promise((resolve) => setTimeout(resolve, 300))
  let finished = false
  void slow.then(() => (finished = true))
  const closed = server.close()
  await expect(fetch(`${url}/_sandbox/v1/health`)).rejects.toThrow()
  expect(finished).toBe(false)
  await closed
  expect(finished).toBe(true)
  expect((await slow).status).toBe(201)
})

test('a connection that is kept alive does not hold it up', async () => {
  const server = await createServer()
  const { url } = await server.listen()
  const agentless = await fetch(`${url}/_sandbox/v1/health`, {
    headers: { connection: 'keep-alive' },
  })
  await agentless.text()
  const started = performance.now()
  await server.close()
  expect(performance.now() - started).toBeLessThan(budget(2000))
})

test('a connection on which nothing was sent does not hold it up', async () => {
  const server = await createServer()
  const { port } = await server.listen()
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  // The server has accepted it when it answers another one.
  await (await fetch(`http://127.0.0.1:${port}/_sandbox/v1/health`)).text()
  const ended = once(socket, 'close')
  socket.resume()
  const started = performance.now()
  await server.close()
  await ended
  expect(performance.now() - started).toBeLessThan(budget(2000))
})

test('closing twice is closing once', async () => {
  const server = await createServer()
  await server.listen()
  await server.close()
  await server.close()
})
