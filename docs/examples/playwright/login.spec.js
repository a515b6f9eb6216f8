import { test as base, expect } from '@playwright/test'
import { sandboxFixtures } from 'openapi-sandbox/testing/playwright'

/** The app calls https://api.example.com: the sandbox of the test answers. */
const test = base.extend(sandboxFixtures({ baseUrl: 'https://api.example.com' }))

test.beforeEach(async ({ page }) => {
  await page.route('http://localhost:3000/', (route) =>
    route.fulfill({ path: new URL('app.html', import.meta.url).pathname }),
  )
})

const logIn = async (page, password) => {
  await page.goto('http://localhost:3000/')
  await page.locator('[name=password]').fill(password)
  await page.getByRole('button').click()
}

test('the password decides', async ({ page, sandbox }) => {
  await logIn(page, 'guessed')
  await expect(page.getByRole('status')).toHaveText('Wrong password')
  await logIn(page, 'password123')
  await expect(page.getByRole('status')).toHaveText('Hello John')
  expect(await sandbox.journal.calls('AuthController_login')).toHaveLength(2)
})

test('the session ends after a day, in the page and in the sandbox', async ({
  page,
  sandbox,
  sandboxClock,
}) => {
  await sandboxClock.freeze('2030-01-01T09:00:00Z')
  await logIn(page, 'password123')
  await expect(page.getByRole('status')).toHaveText('Hello John')
  const { fetch } = await sandbox.loginAs('user@example.com')
  await sandboxClock.advance({ days: 1, minutes: 1 })
  await expect(page.getByRole('status')).toHaveText('Your session is over')
  expect((await fetch('/auth/user')).status).toBe(401)
})

test('a broken connection is told', async ({ page, sandbox }) => {
  await sandbox.faults.add({ connection: 'reset' })
  await logIn(page, 'password123')
  await expect(page.getByRole('status')).toHaveText('No connection')
})
