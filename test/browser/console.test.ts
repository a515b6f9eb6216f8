import { call, clipboardOf, logIn, showPart } from './console-view.js'
import { eachConsole } from './each-console.js'

const here = eachConsole()

const cell = (name: RegExp) => here.view.page.getByRole('button', { name })

test('a login appears live, a day later its token is refused', async () => {
  const { page } = here.view
  await showPart(page, 'Journal')
  await page.getByText(/shows here at once/).waitFor()
  const token = await logIn(here.url)
  await page.getByRole('button', { name: /POST \/auth\/login AuthController_login 200/ }).waitFor()
  expect((await call(`${here.url}/auth/user`, { token })).status).toBe(200)
  const clock = page.getByRole('region', { name: 'Clock' })
  const before = Date.parse(`${(await clock.locator('time').textContent())?.replace(' ', 'T')}Z`)
  await clock.getByRole('button', { name: '+1 day' }).click()
  await clock.getByRole('button', { name: '+1 h' }).click()
  await clock.getByText('UTC, moved').waitFor()
  await page.getByRole('status').getByText('One hour later').waitFor()
  const after = Date.parse(`${(await clock.locator('time').textContent())?.replace(' ', 'T')}Z`)
  expect(Math.round((after - before) / 3_600_000)).toBe(25)
  expect((await call(`${here.url}/auth/user`, { token })).status).toBe(401)
  const refused = page.locator('.journal > li').first()
  await refused.getByText('401').waitFor()
  expect(await refused.locator('.path').textContent()).toBe('/auth/user')
})

test('the clock runs, stands still, is set, and runs again', async () => {
  const clock = here.view.page.getByRole('region', { name: 'Clock' })
  const shown = () => clock.locator('time').textContent()
  const first = await shown()
  await clock
    .locator('time')
    .filter({ hasNotText: first ?? '' })
    .waitFor()
  await clock.getByRole('button', { name: 'Set…' }).click()
  const dialog = here.view.page.getByRole('dialog', { name: 'Set the clock' })
  await dialog.getByLabel('Time in UTC').fill('2030-01-31T12:00:00')
  await dialog.getByLabel('Stands still there').check()
  await dialog.getByRole('button', { name: 'Set' }).click()
  await clock.getByText('2030-01-31 12:00:00').waitFor()
  const answer = await call(`${here.url}/_sandbox/v1/clock`)
  expect(await answer.json()).toEqual({ mode: 'frozen', now: '2030-01-31T12:00:00.000Z' })
  await clock.getByRole('button', { name: 'Run' }).click()
  await clock.getByText('2030-01-31 12:00:01').waitFor()
  await clock.getByRole('button', { name: 'Real time' }).click()
  await clock.getByText('UTC, real time').waitFor()
})

test('violations, near misses and hostile texts are shown as text', async () => {
  const { page } = here.view
  const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script>'
  await showPart(page, 'Journal')
  await call(`${here.url}/auth/login`, { method: 'POST', body: { email: hostile } })
  await call(`${here.url}/users`)
  await call(`${here.url}/%3Cimg%20src=x%20onerror=alert(1)%3E?q=${encodeURIComponent(hostile)}`)
  await fetch(`${here.url}/auth/user`, { headers: { 'user-agent': hostile } })
  const violating = page
    .locator('.journal > li')
    .filter({ has: page.locator('.path', { hasText: '/auth/login' }) })
  await violating.getByRole('button').first().click()
  await violating.locator('.violations li', { hasText: 'password' }).waitFor()
  await violating.getByText(hostile).first().waitFor()
  const missed = page.locator('.journal > li', { hasText: 'did you mean /user?' })
  await missed.getByRole('button').first().click()
  await missed.getByText(/^Did you mean \/user\b/).waitFor()
  await page.locator('.journal > li').nth(3).waitFor()
  // Opened lines leave this list, so the first one is always the next.
  const folded = page.locator('.journal .line[aria-expanded=false]')
  while ((await folded.count()) > 0) await folded.first().click()
  await page.locator('.headers div', { hasText: 'user-agent' }).getByText(hostile).waitFor()
  expect(await page.locator('#console img, #console script').count()).toBe(0)
  await violating.getByRole('button', { name: 'Copy as curl' }).click()
  const copied = await clipboardOf(page)
  expect(copied).toMatch(/^curl .*\/auth\/login/s)
})

test('the journal is narrowed by words and kinds, and emptied', async () => {
  const { page } = here.view
  await logIn(here.url)
  await call(`${here.url}/users`)
  await showPart(page, 'Journal')
  const lines = page.locator('.journal > li')
  await lines.nth(1).waitFor()
  await page.getByLabel('Filter the journal').fill('post login')
  await lines.nth(1).waitFor({ state: 'detached' })
  await page.getByLabel('Filter the journal').fill('')
  await page.getByLabel('Which exchanges').selectOption('unmatched')
  await lines.nth(1).waitFor({ state: 'detached' })
  expect(await lines.first().locator('.path').textContent()).toBe('/users')
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByText(/shows here at once/).waitFor()
  expect(await (await call(`${here.url}/_sandbox/v1/journal`)).json()).toMatchObject({ total: 0 })
})

test('an operation fails by its switch, by a rule, by its next answers, and then no more', async () => {
  const { page } = here.view
  const login = async () =>
    (await call(`${here.url}/auth/login`, { method: 'POST', body: {} })).status
  await showPart(page, 'Faults')
  const fault = page.getByLabel('Fault of AuthController_login')
  await fault.selectOption('answer 503')
  await page.getByRole('status').getByText('answer 503').waitFor()
  expect(await login()).toBe(503)
  const rules = page.getByRole('region', { name: /^Rules, / })
  await rules.getByText('1 of 1').waitFor()
  await fault.selectOption('off')
  await page.getByText(/nothing fails/).waitFor()
  expect(await login()).toBe(400)
  await page.getByRole('button', { name: 'Add a rule' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a rule' })
  await dialog.getByLabel('Path').fill('/auth/*')
  await dialog.getByLabel('What happens').selectOption('answer 429')
  await dialog.getByLabel('Times').fill('1')
  await dialog.getByRole('button', { name: 'Add' }).click()
  await rules.getByText('/auth/*, 1 times').waitFor()
  expect([await login(), await login()]).toEqual([429, 400])
  await page.getByLabel('Operation of the next answers').selectOption('AuthController_login')
  await page.getByLabel(/^Answers in order/).fill('500, 502')
  await page.getByRole('button', { name: 'Set', exact: true }).click()
  await page.getByText('500, 502, then as usual').waitFor()
  expect([await login(), await login(), await login()]).toEqual([500, 502, 400])
})

test('a mail is read, its link opened away from the console, its token copied', async () => {
  const { page, context } = here.view
  await showPart(page, 'Outbox')
  await call(`${here.url}/auth/forgot-password`, {
    method: 'POST',
    body: { email: 'user@example.com' },
  })
  const mail = page.locator('.mails > li').first()
  await mail.getByText('user@example.com').waitFor()
  await mail.getByRole('button', { name: /Reset your password/ }).click()
  await mail
    .getByLabel('Text of the mail')
    .getByText(/set-password\?token=/)
    .waitFor()
  await mail.getByRole('button', { name: 'Copy the token' }).click()
  await page.getByRole('status').getByText('Copied').waitFor()
  const token = await clipboardOf(page)
  const link = mail.getByRole('link', { name: 'Open the link' })
  expect(await link.getAttribute('rel')).toBe('noopener noreferrer')
  await context.route('http://localhost:3000/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>front end</title>' }),
  )
  const [opened] = await Promise.all([context.waitForEvent('page'), link.click()])
  await opened.waitForLoadState()
  expect(new URL(opened.url()).searchParams.get('token')).toBe(token)
  expect(await opened.evaluate('window.opener')).toBeNull()
})

test('a user is edited in place; what is wrong is said at the field', async () => {
  const { page } = here.view
  const users = async () => {
    const answer = await call(`${here.url}/_sandbox/v1/state/users`)
    return ((await answer.json()) as { records: Record<string, unknown>[] }).records
  }
  const [{ id, firstName } = {}] = await users()
  await cell(new RegExp(`^firstName of ${id}: ${firstName}`)).click()
  await page.getByLabel(`firstName of ${id}`, { exact: true }).fill('Berta')
  await page.keyboard.press('Enter')
  await cell(new RegExp(`^firstName of ${id}: Berta`)).waitFor()
  expect((await users())[0]).toMatchObject({ id, firstName: 'Berta' })
  await cell(new RegExp(`^email of ${id}: `)).click()
  await page.getByLabel(`email of ${id}`, { exact: true }).fill('nobody')
  await page.keyboard.press('Enter')
  const field = page.getByLabel(`email of ${id}`, { exact: true })
  await page.locator('.editor .fault').waitFor()
  expect(await field.getAttribute('aria-invalid')).toBe('true')
  await page.keyboard.press('Escape')
  await cell(new RegExp(`^email of ${id}: `)).waitFor()
  expect((await users())[0]?.['email']).not.toBe('nobody')
})

test('a user is added and logs in, and is removed', async () => {
  const { page } = here.view
  await page.getByRole('button', { name: 'Add' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add to users' })
  await dialog.getByLabel('email').fill('fresh@example.com')
  await dialog.getByLabel('firstName').fill('New')
  await dialog.getByLabel('lastName').fill('Comer')
  await dialog.getByLabel('role').fill('USER')
  await dialog.getByLabel('Further members as JSON').fill('{ "password": ')
  await dialog.getByRole('button', { name: 'Add' }).click()
  await dialog.getByText(/This is no JSON/).waitFor()
  await dialog.getByLabel('Further members as JSON').fill('{ "password": "password123" }')
  await dialog.getByRole('button', { name: 'Add' }).click()
  const row = page.getByRole('row').filter({ hasText: 'fresh@example.com' })
  await row.waitFor()
  const body = { email: 'fresh@example.com', password: 'password123' }
  expect((await call(`${here.url}/auth/login`, { method: 'POST', body })).status).toBe(200)
  await row.getByRole('button', { name: /^Remove users / }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await row.waitFor({ state: 'detached' })
  expect((await call(`${here.url}/auth/login`, { method: 'POST', body })).status).toBe(401)
})

test('a fork begins with what the sandbox holds, and is deleted', async () => {
  const { page } = here.view
  const fork = `fork-${here.name}`
  await page.getByRole('button', { name: 'Fork' }).click()
  const dialog = page.getByRole('dialog', { name: /^Fork of box-/ })
  await dialog.getByLabel('Name').fill(fork)
  await dialog.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('heading', { name: fork, level: 1 }).waitFor()
  expect(new URL(page.url()).pathname).toBe(`/@${fork}/_sandbox/`)
  await page.getByRole('navigation').getByRole('button', { name: fork }).waitFor()
  await page.goBack()
  await page.getByRole('heading', { name: here.name, level: 1 }).waitFor()
  await page.goForward()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('heading', { name: 'default', level: 1 }).waitFor()
  await page
    .getByRole('navigation')
    .getByRole('button', { name: fork })
    .waitFor({ state: 'detached' })
})

test('records are generated, and a reset takes them away', async () => {
  const { page } = here.view
  await showPart(page, 'Seed')
  await page.getByLabel('How many').fill('25')
  await page.getByRole('button', { name: 'Generate' }).click()
  await page.getByRole('status').getByText('Added 25 users').waitFor()
  await showPart(page, 'Records')
  await page.getByRole('row').nth(25).waitFor()
  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('row').nth(10).waitFor({ state: 'detached' })
})
