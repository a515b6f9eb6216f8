import { openSandbox } from 'openapi-sandbox/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

let sandbox
beforeAll(async () => {
  sandbox = await openSandbox()
  await sandbox.state.put('users', [
    {
      email: 'ann@example.com',
      firstName: 'Ann',
      lastName: 'Lee',
      role: 'NURSE',
      password: 'mine',
    },
  ])
  await sandbox.snapshot()
})
beforeEach(() => sandbox.restore())
afterAll(() => sandbox.close())

const nurses = async () => {
  const admin = await sandbox.loginAs('ADMIN')
  return (await admin.fetch('/user?userRole=NURSE')).json()
}

test('a user is deleted', async () => {
  const [ann] = await nurses()
  const admin = await sandbox.loginAs('ADMIN')
  await admin.fetch(`/user/${ann.id}`, { method: 'DELETE' })
  expect(await nurses()).toEqual([])
})

test('and is there again in the next test', async () => {
  expect(await nurses()).toMatchObject([{ firstName: 'Ann' }])
})
