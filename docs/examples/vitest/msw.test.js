import { setupServer } from 'msw/node'
import { openSandbox } from 'openapi-sandbox/testing'
import { handlers } from 'openapi-sandbox/testing/msw'
import { afterAll, beforeAll, expect, test } from 'vitest'

const mocked = setupServer()
let sandbox
beforeAll(async () => {
  sandbox = await openSandbox()
  mocked.use(...handlers(sandbox, { baseUrl: 'https://api.example.com' }))
  mocked.listen({ onUnhandledRequest: 'error' })
})
afterAll(async () => {
  await sandbox.close()
  mocked.close()
})

/** What is tested: it knows nothing of sandboxes. */
const logIn = (email, password) =>
  fetch('https://api.example.com/auth/login', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  }).then(
    ({ status }) => (status === 200 ? 'welcome' : 'wrong password'),
    () => 'no connection',
  )

test('the password decides', async () => {
  expect(await logIn('user@example.com', 'password123')).toBe('welcome')
  expect(await logIn('user@example.com', 'guessed')).toBe('wrong password')
})

test('a broken connection is told', async () => {
  await sandbox.faults.add({ connection: 'reset', times: 1 })
  expect(await logIn('user@example.com', 'password123')).toBe('no connection')
})
