import { inProcess, logIn } from './support/call.js'
import { openServer } from './support/open-server.js'

test('what was asked and answered is listed without secrets', async () => {
  const server = await openServer()
  const call = inProcess(server)
  await logIn(call)
  const { body } = await call('GET /_sandbox/v1/journal')
  expect(body).toMatchObject({ total: 1, entries: [{ operationId: 'AuthController_login' }] })
})
